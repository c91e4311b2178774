import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CONTAINER_PATHS } from "../../components/platforms/container-paths.ts";
import { coresText, goDuration, limitsOf } from "../../components/platforms/docker/limits.ts";
import type { DockerObjects } from "../../components/platforms/docker/objects.ts";
import { LANGFUSE, objectsOf, type Settings } from "../support/container-objects.ts";

const OLD = "old-token";

describe("a helper that puts files into volumes", () => {
  test("is another one when a file changes, and only its workload is with it", () => {
    const volumes = (settings: Settings) =>
      objectsOf(settings).workloads.flatMap(({ volumes }) =>
        volumes.filter(({ kind }) => kind === "config").map(({ name }) => name),
      );
    const [before, after] = [volumes({}), volumes({ alerts: { cost: { minimumWindows: 7 } } })];
    const changed = after.filter((name) => !before.includes(name));
    expect(changed).toHaveLength(1);
    expect(changed[0]).toMatch(/^agentobs-vmalert-config-[0-9a-f]{10}$/);
  });

  test("writes secrets as they are, each line of a file of several trimmed, for their owner only", () => {
    const { workloads } = objectsOf({
      ...LANGFUSE,
      ingest: { tls: {}, auth: { bearer: {} } },
    });
    const pem = "-----BEGIN KEY-----\n$a'b\"c\\\n-----END KEY-----\n";
    const files = writtenBy(workloads, "collector", {
      SECRET_INGEST_CERTIFICATE: pem,
      SECRET_INGEST_KEY: pem,
      SECRET_INGEST_TOKEN_1: " token-1\n",
      SECRET_LANGFUSE_PUBLIC_KEY: "pk",
      SECRET_LANGFUSE_SECRET_KEY: "sk",
    });
    expect(files("ingest-key")).toBe(pem);
    expect(files("ingest-tokens")).toBe("token-1\n");
    // It was handed over once, and is not any more.
    expect(files(OLD)).toBe("");
    const valkey = writtenBy(workloads, "langfuse-valkey", {
      SECRET_LANGFUSE_VALKEY_PASSWORD: "p",
    });
    expect(valkey("users.acl")).toBe("user default on ~* &* +@all >p\n");
  });

  /** Runs a helper's own script with its folders elsewhere, and no change of owner. */
  function writtenBy(
    workloads: DockerObjects["workloads"],
    instance: string,
    environment: Readonly<Record<string, string>>,
  ): (file: string) => string {
    const { files } = workloads.find((one) => one.instance === instance) ?? {};
    if (!files) throw new Error(`${instance} has no files`);
    const folder = mkdtempSync(join(tmpdir(), "agentobs-files-"));
    try {
      const script = (files.container.command[2] ?? "")
        .split("\n")
        .filter((line) => !/^(chown|chmod)/.test(line) && !line.startsWith("if [ -d /input ]"))
        .join("\n")
        .replaceAll(CONTAINER_PATHS.secrets, folder)
        .replaceAll(/chown \d+:\d+/g, ": ");
      writeFileSync(join(folder, OLD), "an old secret");
      execFileSync("sh", ["-c", script], { env: { PATH: process.env["PATH"], ...environment } });
      const texts = Object.fromEntries(
        ["ingest-key", "ingest-tokens", "users.acl", OLD].map((file) => [
          file,
          textOf(join(folder, file)),
        ]),
      );
      return (file) => texts[file] ?? "";
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  function textOf(file: string): string {
    try {
      return readFileSync(file, "utf8");
    } catch {
      return "";
    }
  }
});

describe("limits", () => {
  test.for([
    [100, "1.0"],
    [700, "1.4"],
    [1500, "2.0"],
    [3200, "3.2"],
    [10_000, "9.99"],
  ] as const)("%i thousandths of a core may take %s", ([cpuMillis, cpus]) => {
    expect(limitsOf({ memoryMiB: 64, cpuMillis })).toEqual({ memoryMiB: 64, cpus });
  });

  test("are written as the provider reads them back, so that nothing is replaced for it", () => {
    expect([1, 2, 1.5, 0.25, 20].map(coresText)).toEqual(["1.0", "2.0", "1.5", "0.25", "19.99"]);
    expect([0, 5, 60, 90, 3600, 3725].map(goDuration)).toEqual([
      "0s",
      "5s",
      "1m0s",
      "1m30s",
      "1h0m0s",
      "1h2m5s",
    ]);
  });
});
