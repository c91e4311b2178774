import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Programs } from "../support/cluster/programs.ts";
import { freePorts, listenError, LOOPBACK } from "../support/ports.ts";

let folder: string;
let programs: Programs;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "agentobs-programs-"));
  programs = new Programs(folder);
});
afterEach(async () => {
  await programs.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Arguments of a store, and the port that it will listen to. */
async function store(): Promise<{ args: string[]; port: number }> {
  const [port = 0, peer = 0] = await freePorts(2);
  const [clients, peers] = [`http://${LOOPBACK}:${port}`, `http://${LOOPBACK}:${peer}`];
  const args = [
    `--data-dir=${join(folder, "data")}`,
    `--listen-client-urls=${clients}`,
    `--advertise-client-urls=${clients}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=default=${peers}`,
  ];
  return { args, port };
}
async function startStore(): Promise<number> {
  const { args, port } = await store();
  programs.start("etcd", args);
  await programs.until("listening", listensTo(port), 20_000);
  return port;
}
const listensTo = (port: number) => async () => (await listenError(port)) === "EADDRINUSE";

describe("a program of the cluster", () => {
  test("that ends by itself fails the wait at once, with the end of its log", async () => {
    programs.start("etcd", ["--data-dir=/dev/null/data"]);
    await expect(programs.until("ready", () => Promise.resolve(false), 60_000)).rejects.toThrow(
      /^etcd ended before ready\n── etcd\n[^]*\/dev\/null\/data/,
    );
  });

  test("that does not get ready in time fails the wait, with the ends of all logs", async () => {
    await startStore();
    await expect(programs.until("ready", () => Promise.resolve(false), 300)).rejects.toThrow(
      /^not ready after 0\.3 s\n── etcd\n.*\S/,
    );
  });

  test("is gone when the cluster is stopped, and so is its port", async () => {
    const port = await startStore();
    await programs.stop();
    expect(await listenError(port)).toBeUndefined();
  });

  test("is gone when whoever started it is killed", async () => {
    const { args, port } = await store();
    const module = join(import.meta.dirname, "../support/cluster/programs.ts");
    const script = `import { Programs } from ${JSON.stringify(module)};
      new Programs(${JSON.stringify(folder)}).start("etcd", ${JSON.stringify(args)});`;
    const starter = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      stdio: "inherit",
    });
    await programs.until("listening", listensTo(port), 20_000);
    starter.kill("SIGKILL");
    await expect.poll(() => listenError(port), { timeout: 5_000 }).toBeUndefined();
  });
});
