import type { CheckFailure } from "@pulumi/pulumi/provider/provider.js";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { checkBinaries } from "../../components/platforms/process/binaries-resource.ts";
import { stackFailures } from "../../components/platforms/process/input-problems.ts";
import type { ProcessInputs } from "../../components/platforms/process/inputs.ts";
import { checkProcess } from "../../components/platforms/process/process-resource.ts";
import { freePort } from "../support/ports.ts";
import { create, serviceInputs, useStateFolder } from "../support/processes.ts";

const home = useStateFolder();
const PRIVILEGED_PORT = 81;
const SAID: Readonly<Record<string, RegExp>> = {
  EACCES: /ui: port 81 is refused by the system \(EACCES\)\n.*\{ui: 1\d+\}/,
  EADDRINUSE: /port 81 is in use/,
  free: /^free$/,
};
const UNPRIVILEGED = join(import.meta.dirname, "../support/check-unprivileged.ts");

async function failuresOf(news: ProcessInputs, olds: Partial<ProcessInputs> = {}) {
  return (await checkProcess({ ...olds }, { ...news })).failures;
}

describe("the check of a process", () => {
  test("finds nothing wrong with a good one, and adds the folder of this machine", async () => {
    const { folder, ...inputs } = await serviceInputs();
    const result = await checkProcess({}, inputs);
    expect(result).toEqual({ inputs: { ...inputs, folder }, failures: [] });
    expect(folder).toBe(join(home, "test"));
    expect(existsSync(folder)).toBe(false);
  });

  test("names the program that has its port, and gives the line to paste", async () => {
    const server = createServer();
    onTestFinished(() => void server.close());
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const [failure, ...more] = await failuresOf(await serviceInputs({ port }));
    expect(more).toEqual([]);
    const [first, fix] = failure?.reason.split("\n") ?? [];
    const holder = existsSync("/proc/net/tcp")
      ? `\\S+ \\(pid ${process.pid}\\)`
      : "another program .*";
    expect(first).toMatch(
      new RegExp(
        `^Pulumi.test.yaml: agentobs:ports.jaeger.ui: port ${port} is in use by ${holder}$`,
      ),
    );
    expect(fix).toMatch(/below "config:": agentobs:ports: \{jaeger: \{ui: \d+\}\}$/);
    expect(Number(/ui: (\d+)/.exec(fix ?? "")?.[1])).toBeGreaterThan(port);
  });

  test("sees a port that is taken on all addresses, too", async () => {
    const server = createServer();
    onTestFinished(() => void server.close());
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, resolve));
    expect(await failuresOf(await serviceInputs({ port }))).toHaveLength(1);
  });

  test("lets a process keep its own port", async () => {
    const inputs = await serviceInputs();
    await create(inputs);
    expect(await failuresOf(inputs)).toEqual([]);
  });

  test("names the other stack that has its port", async () => {
    const other = await serviceInputs({}, { stack: "other" });
    await create(other);
    const [failure] = await failuresOf(await serviceInputs({ port: other.ports["ui"] ?? 0 }));
    expect(failure?.reason).toContain("is in use by jaeger of stack other (pid ");
  });

  test("names a missing program, a missing secret and a file outside its folder, all at once", async () => {
    const inputs = await serviceInputs(
      {},
      {
        program: { path: "/nowhere/jaeger", version: "2.2.0", source: "built" },
        files: { "../passwd": "" },
        secretFiles: { "/etc/token": "token" },
      },
    );
    expect((await failuresOf(inputs)).map(({ reason }) => reason)).toEqual([
      expect.stringContaining('the file "../passwd" is not a path below its folder'),
      expect.stringContaining('the file "/etc/token" is not a path below its folder'),
      "Pulumi.test.yaml: agentobs:secrets.token: process jaeger needs this secret\n" +
        "  Fix: pulumi config set --secret --path 'agentobs:secrets.token' <value>",
      expect.stringContaining("its program /nowhere/jaeger can't be run (ENOENT)"),
    ]);
  });

  test("leaves alone what a preview can't know yet", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const inputs = await serviceInputs({}, { secretFiles: { token: "token" } });
    const news = { ...inputs, program: unknown, secrets: unknown };
    expect(await checkProcess({}, news)).toEqual({ inputs: news, failures: [] });
  });

  test("refuses to run it twice when the state folder was moved", async () => {
    const inputs = await serviceInputs();
    await create(inputs);
    const moved = join(home, "elsewhere");
    process.env["AGENTOBS_HOME"] = moved;
    onTestFinished(() => void (process.env["AGENTOBS_HOME"] = home));
    const free = { ...inputs, ports: {} };
    expect((await failuresOf(free, inputs)).map(({ reason }) => reason)).toEqual([
      `process jaeger: its stack runs in ${inputs.folder}, and the state folder is now ${join(moved, "test")}\n` +
        "  Fix: set AGENTOBS_HOME as it was, or run make down with it first",
    ]);
  });
});

describe("the check of a stack's programs", () => {
  test("names the systems that can run processes, on one that can't", async () => {
    const inputs = { stack: "local", folder: home, tools: {} };
    expect(await stackFailures(inputs, "win32")).toEqual([
      {
        property: "",
        reason:
          "Pulumi.local.yaml: agentobs:platform: the process platform runs on Linux and macOS, not on win32\n" +
          "  Fix: use the Windows Subsystem for Linux, or agentobs:platform: docker",
      },
    ]);
  });

  test("names every port in use at once, and keeps no port: the processes have them", async () => {
    const other = await serviceInputs({}, { stack: "other" });
    await create(other);
    const port = other.ports["ui"] ?? 0;
    const ports = { jaeger: { ui: port }, vmalert: { http: port }, alertmanager: {} };
    const { inputs, failures } = await checkBinaries({ stack: "test", tools: {}, ports });
    expect(inputs).toEqual({ stack: "test", tools: {}, folder: join(home, "test") });
    const [reason = "", ...more] = reasonsOf(failures);
    expect(more).toEqual([]);
    const [first, second, fix = ""] = reason.split("\n");
    expect(first).toContain(
      `Pulumi.test.yaml: agentobs:ports: port ${port} is in use by jaeger of`,
    );
    expect(second).toContain(`port ${port} is in use by jaeger of stack other`);
    const line = /agentobs:ports: \{jaeger: \{ui: (\d+)\}, vmalert: \{http: (\d+)\}\}$/.exec(fix);
    const [, one, two] = (line ?? []).map(Number);
    expect(new Set([port, one, two]).size).toBe(3);
  });

  test("names a state folder that is a file", async () => {
    writeFileSync(join(home, "taken"), "");
    const { failures } = await checkBinaries({ stack: "taken", tools: {} });
    expect(reasonsOf(failures)).toEqual([
      expect.stringMatching(
        /^\S+\/taken: \S+\/taken is a file, not a folder\n {2}Fix: .*AGENTOBS_HOME=/,
      ),
    ]);
  });

  test("names a state folder of someone else, and a port that needs a privilege", async () => {
    const mine = join(home, "mine");
    mkdirSync(mine, { mode: 0o500 });
    const inputs = await serviceInputs({}, { ports: { ui: PRIVILEGED_PORT } });
    const args = JSON.stringify([{ stack: "mine", tools: {} }, inputs, PRIVILEGED_PORT]);
    const output = execFileSync(process.execPath, [UNPRIVILEGED, args], { encoding: "utf8" });
    const { failures, answer } = JSON.parse(output) as Unprivileged;
    const [folder, port] = reasonsOf(failures);
    expect(folder).toMatch(
      /mine: \S+ can't be read and written \(EACCES\)\n {2}Fix: .*AGENTOBS_HOME=/,
    );
    // Containers may give every user the ports below 1024: the check says what the system says.
    expect(port ?? "free").toMatch(SAID[answer ?? "free"] ?? /^an answer without a message$/);
    expect(readdirSync(mine)).toEqual([]);
  });
});

function reasonsOf(failures: readonly CheckFailure[] = []): string[] {
  return failures.map(({ reason }) => reason);
}

interface Unprivileged {
  readonly failures: readonly CheckFailure[];
  readonly answer?: string;
}
