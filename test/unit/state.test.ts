import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { stackFolders, stateRoot, writeProblem } from "../../components/platforms/process/state.ts";

const PROJECT = resolve(import.meta.dirname, "../..");

describe("the state folder", () => {
  test("is in the project, unless AGENTOBS_HOME says otherwise", () => {
    expect(stateRoot({})).toBe(join(PROJECT, ".agentobs"));
    expect(stateRoot({ AGENTOBS_HOME: "/var/agentobs" })).toBe("/var/agentobs");
    expect(stateRoot({ AGENTOBS_HOME: "state" })).toBe(join(PROJECT, "state"));
  });

  test("has a folder of its own for each stack", () => {
    expect(stackFolders("local", "/var/agentobs")).toEqual({
      root: "/var/agentobs/local",
      config: "/var/agentobs/local/config",
      data: "/var/agentobs/local/data",
      logs: "/var/agentobs/local/logs",
      run: "/var/agentobs/local/run",
      secrets: "/var/agentobs/local/secrets",
    });
  });

  test("says what to do when a write fails, by its reason", () => {
    const textOf = (code: string) =>
      writeProblem("/a/b.yaml", Object.assign(new Error(code), { code })).message;
    expect(textOf("ENOSPC")).toMatch(/^\/a\/b.yaml: the disk is full\n {2}Fix: free some space/);
    expect(textOf("EDQUOT")).toContain("the disk quota is used up");
    expect(textOf("EACCES")).toMatch(/can't be written \(EACCES\)\n {2}Fix: give it to user \d+/);
  });
});
