import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { langfuseWorkload } from "../support/langfuse.ts";

/**
 * The start scripts of two stores, run by a real shell. A stand-in takes the place of the program
 * that each starts and then asks: it writes down what it is told, and answers as the test says.
 */
function started(
  name: "langfuse-clickhouse" | "langfuse-s3",
  programs: Readonly<Record<string, string>>,
) {
  const folder = mkdtempSync(join(tmpdir(), "langfuse-start-"));
  const calls = join(folder, "calls");
  writeFileSync(calls, "");
  for (const [program, answer] of Object.entries(programs)) {
    const file = join(folder, program);
    writeFileSync(file, `#!/bin/sh\n${answer}\n`);
    chmodSync(file, 0o755);
  }
  const script = langfuseWorkload(name).files[`${name}/start.sh`] ?? "";
  writeFileSync(join(folder, "start.sh"), script.replaceAll(/sleep \d+/g, "sleep 0.1"));
  const child = spawn("/bin/sh", [join(folder, "start.sh"), "-dir=/data"], {
    env: {
      PATH: `${folder}:${process.env["PATH"] ?? ""}`,
      CALLS: calls,
      STATE: join(folder, "state"),
    },
    stdio: "ignore",
    detached: true,
  });
  onTestFinished(() => {
    // The whole group: what was started beside it too.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  });
  return { child, said: () => readFileSync(calls, "utf8").trim().split("\n") };
}

async function until(what: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!what()) {
    if (Date.now() > end) throw new Error("it never came to that");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const ended = (child: ChildProcess): Promise<NodeJS.Signals | null> =>
  new Promise((resolve) =>
    child.once("exit", (_, signal) => {
      resolve(signal);
    }),
  );

/** A SeaweedFS that has no bucket until it is told twice to make one, and keeps what it is told. */
const WEED = `case "$*" in
  *server*) echo "server $*" >> "$CALLS"; exec sleep 60;;
esac
command=$(cat); echo "$command" >> "$CALLS"
case "$command" in
  s3.bucket.create*) echo x >> "$STATE.bucket";;
  s3.bucket.list) [ "$(cat "$STATE.bucket" 2>/dev/null | wc -l)" -ge 2 ] && echo "  langfuse	size:0" || echo "error: no filer";;
  fs.configure) cat "$STATE.ttl" 2>/dev/null;;
  fs.configure*) echo '"ttl": "30d"' > "$STATE.ttl";;
esac`;

describe("the store of raw events, when it starts", () => {
  test("makes its bucket before it sets how long events are kept, and asks until it has both", async () => {
    const { said } = started("langfuse-s3", { weed: WEED });
    const last = "fs.configure -locationPrefix=/buckets/langfuse/events/ -ttl=30d -apply";
    await until(() => said().includes(last));
    const told = said().filter((line) => !line.startsWith("server"));
    expect(told.filter((line) => line.startsWith("s3.bucket.create"))).toHaveLength(2);
    expect(told.indexOf(last)).toBeGreaterThan(told.lastIndexOf("s3.bucket.create -name langfuse"));
  });

  test("is the server itself with all its arguments, so that a stop reaches it", async () => {
    const { child, said } = started("langfuse-s3", { weed: WEED });
    await until(() => said().some((line) => line.startsWith("server")));
    expect(said().find((line) => line.startsWith("server"))).toBe(
      "server -logtostderr=true server -dir=/data",
    );
    const exit = ended(child);
    child.kill("SIGTERM");
    expect(await exit).toBe("SIGTERM");
  });
});

describe("ClickHouse, when it starts", () => {
  const CLIENT = `echo "client $*" >> "$CALLS"
[ "$(grep -c client "$CALLS")" -ge 3 ]`;
  const SERVER = `echo "server $*" >> "$CALLS"; exec sleep 60`;
  const programs = { "clickhouse-client": CLIENT, "clickhouse-server": SERVER };

  test("asks until Langfuse has made its tables, and then no more", async () => {
    const { said } = started("langfuse-clickhouse", programs);
    const asked = () => said().filter((line) => line.startsWith("client")).length;
    await until(() => asked() === 3);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(asked()).toBe(3);
    expect(said()).toContain(
      "client --host=127.0.0.1 --port=9000 --queries-file=/etc/agentobs/langfuse-clickhouse/retention.sql",
    );
  });

  test("is the server itself, and no password stands among its arguments", async () => {
    const { child, said } = started("langfuse-clickhouse", programs);
    await until(() => said().some((line) => line.startsWith("server")));
    expect(said().join("\n")).not.toMatch(/password/i);
    const exit = ended(child);
    child.kill("SIGTERM");
    expect(await exit).toBe("SIGTERM");
  });
});
