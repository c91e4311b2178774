import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
  identify,
  identifyByPs,
  RECORD_THEN_EXEC,
} from "../../components/platforms/process/identity.ts";

describe("the identity of a process", () => {
  test("is the same each time, by /proc and by ps", () => {
    for (const who of [identify, identifyByPs]) {
      const first = who(process.ppid);
      expect(first?.pid).toBe(process.ppid);
      expect(who(process.ppid)?.pid).toEqual(first?.pid);
      expect(first?.started).toMatch(/\d/);
      expect(who(2 ** 22 + 1)).toBeUndefined();
    }
    expect(identifyByPs(process.ppid)?.started).toMatch(/^\w{3} \w{3} \d+ \d\d:\d\d:\d\d \d{4}$/);
  });

  test("is written down by the process itself, the same where there is no /proc", async () => {
    const folder = mkdtempSync(join(tmpdir(), "agentobs-identity-"));
    const record = join(folder, "record.json");
    const withoutProc = RECORD_THEN_EXEC.replaceAll("/proc/$$/stat", "/nowhere");
    const child = spawn("/bin/sh", ["-c", withoutProc, "sh", record, '"name":"x"', "sleep", "600"]);
    onTestFinished(() => {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true });
    });
    await vi.waitUntil(() => existsSync(record));
    expect(JSON.parse(readFileSync(record, "utf8"))).toEqual({
      pid: child.pid,
      started: identifyByPs(child.pid ?? 0)?.started,
      name: "x",
    });
  });

  test("is nobody's when only a zombie is left", async () => {
    // The shell becomes a program that never asks how its child ended.
    const parent = spawn("/bin/sh", ["-c", "sleep 0 & echo $!; exec sleep 600"]);
    onTestFinished(() => void parent.kill("SIGKILL"));
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const zombie = Number(line.toString());
    await vi.waitUntil(() => identify(zombie) === undefined);
    expect(process.kill(zombie, 0)).toBe(true);
    expect(identifyByPs(zombie)).toBeUndefined();
  });
});
