import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { diskProblem } from "../../components/platforms/process/files.ts";
import { runningRecord } from "../../components/platforms/process/record.ts";
import { foldersIn } from "../../components/platforms/process/state.ts";
import {
  create,
  selfOf,
  serviceArgs,
  serviceInputs,
  servicesFor,
  useStateFolder,
} from "../support/processes.ts";

useStateFolder();

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe("a process that starts", () => {
  test("is healthy, recorded, and led by itself in the stack's folder", async () => {
    const inputs = await serviceInputs();
    const { id, outs } = await create(inputs);
    const self = await selfOf(inputs);
    expect(self).toMatchObject({ pid: outs.pid, folder: inputs.folder });
    expect(id).toBe(`jaeger-${outs.startedAt}`);
    expect(id).not.toContain(String(outs.pid));
    expect(runningRecord(inputs.folder, "jaeger")).toMatchObject({
      pid: outs.pid,
      ports: inputs.ports,
      stopSeconds: inputs.stopSeconds,
    });
  });

  test("gets its own environment and secrets, and no credential of the caller", async () => {
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "the caller's");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "the caller's");
    const inputs = await serviceInputs(
      {},
      {
        environment: { COLOUR: "green" },
        secretEnvironment: { TOKEN: "token" },
        secrets: { token: "canary-4711" },
      },
    );
    await create(inputs);
    vi.unstubAllEnvs();
    const { environment } = await selfOf(inputs);
    expect(environment).toMatchObject({ COLOUR: "green", TOKEN: "canary-4711" });
    expect(environment["PATH"]).toBe(process.env["PATH"]);
    expect(Object.values(environment)).not.toContain("the caller's");
  });

  test("finds its files, and only its owner may read them", async () => {
    const inputs = await serviceInputs(
      {},
      {
        files: { "jaeger.yaml": "a: 1\n", "rules/agents.yaml": "b: 2\n" },
        secretFiles: { token: "token" },
        secrets: { token: "canary-4711" },
        data: true,
      },
    );
    const { config, secrets, data, logs, run } = foldersIn(inputs.folder);
    mkdirSync(join(config, "jaeger"), { recursive: true });
    writeFileSync(join(config, "jaeger/old.yaml"), "from an earlier version");
    await create(inputs);
    expect(readFileSync(join(config, "jaeger/jaeger.yaml"), "utf8")).toBe("a: 1\n");
    expect(readFileSync(join(config, "jaeger/rules/agents.yaml"), "utf8")).toBe("b: 2\n");
    expect(existsSync(join(config, "jaeger/old.yaml"))).toBe(false);
    expect(readFileSync(join(secrets, "jaeger/token"), "utf8")).toBe("canary-4711");
    expect(modeOf(join(secrets, "jaeger/token"))).toBe("600");
    expect(modeOf(join(run, "jaeger.json"))).toBe("600");
    expect(modeOf(join(logs, "jaeger.log"))).toBe("600");
    for (const folder of [inputs.folder, join(secrets, "jaeger"), join(data, "jaeger"), run])
      expect(modeOf(folder)).toBe("700");
  });

  test("moves a large log aside and appends to a small one", async () => {
    const inputs = await serviceInputs({ say: "hello" }, { stack: "logs" });
    const { logs } = foldersIn(inputs.folder);
    mkdirSync(logs, { recursive: true });
    writeFileSync(join(logs, "jaeger.log"), "x".repeat(11 * 1024 * 1024));
    writeFileSync(join(logs, "vmalert.log"), "earlier\n");
    await create(inputs);
    await create(await serviceInputs({ say: "hello" }, { stack: "logs", name: "vmalert" }));
    expect(statSync(join(logs, "jaeger.log")).size).toBeLessThan(1024);
    expect(statSync(join(logs, "jaeger.log.1")).size).toBe(11 * 1024 * 1024);
    expect(readFileSync(join(logs, "vmalert.log"), "utf8")).toBe("earlier\nhello\n");
  });

  test("keeps its arguments as they are, whatever a shell would make of them", async () => {
    const odd = { ...(await serviceInputs({ say: `$HOME "'; \\ * $(id)` })) };
    await create(odd);
    expect(odd.args).toEqual(
      serviceArgs({ say: `$HOME "'; \\ * $(id)`, port: odd.ports["ui"] ?? 0 }),
    );
    const log = readFileSync(join(foldersIn(odd.folder).logs, "jaeger.log"), "utf8");
    expect(log).toContain(`$HOME "'; \\ * $(id)\n`);
  });
});

describe("a process that can't start", () => {
  test("shows its exit code and the end of its log, without the secrets in it", async () => {
    const say = `${"noise\n".repeat(30)}bad token canary-4711`;
    const inputs = await serviceInputs(
      { exitCode: 3, say },
      {
        secretEnvironment: { TOKEN: "token" },
        secrets: { token: "canary-4711" },
      },
    );
    const log = join(foldersIn(inputs.folder).logs, "jaeger.log");
    const failure = create(inputs);
    await expect(failure).rejects.toThrow(
      `process jaeger: exited with code 3 before ${inputs.health.url} answered 200; its log ends with\n`,
    );
    await expect(failure).rejects.toThrow("    bad token [secret]\n");
    await expect(failure).rejects.toThrow(`less ${log}`);
    await expect(failure).rejects.not.toThrow(/(noise\s+){15}/);
    expect(runningRecord(inputs.folder, "jaeger")).toBeUndefined();
  });

  test("is stopped when it is not healthy in time", async () => {
    const inputs = await serviceInputs({ status: 503 });
    const slow = { ...inputs, health: { ...inputs.health, startSeconds: 1 } };
    await expect(create(slow)).rejects.toThrow(
      `${inputs.health.url} did not answer 200 within 1 s (HTTP 503)`,
    );
    expect(servicesFor(inputs)).toEqual([]);
  });

  test("is named when its program is missing or may not be run", async () => {
    const gone = { path: "/nowhere/jaeger", version: "2.2.0", source: "built" } as const;
    await expect(create(await serviceInputs({}, { program: gone }))).rejects.toThrow(
      "process jaeger: its program /nowhere/jaeger can't be run (ENOENT)\n  Fix: run make up",
    );
    const text = { ...gone, path: import.meta.filename };
    await expect(create(await serviceInputs({}, { program: text }))).rejects.toThrow("(EACCES)");
  });

  test("is not started with its port taken, and the one that has it is named", async () => {
    const first = await serviceInputs({}, { stack: "other" });
    const { outs } = await create(first);
    const port = first.ports["ui"] ?? 0;
    await expect(create(await serviceInputs({ port }))).rejects.toThrow(
      `agentobs:ports.jaeger.ui: port ${port} is in use by jaeger of stack other (pid ${outs.pid})`,
    );
  });

  test("says that the disk is full", () => {
    const folder = process.cwd();
    expect(diskProblem(folder, 1)).toBeUndefined();
    expect(diskProblem(folder, Number.MAX_SAFE_INTEGER)?.what).toMatch(
      /^the disk is full: \d+ MiB free/,
    );
  });

  if (existsSync("/dev/full"))
    test("says that the disk is full when it fills while its files are written", async () => {
      const inputs = await serviceInputs({}, { stack: "full", files: { "jaeger.yaml": "a: 1\n" } });
      const folder = join(foldersIn(inputs.folder).config, "jaeger");
      mkdirSync(folder, { recursive: true });
      symlinkSync("/dev/full", join(folder, "jaeger.yaml"));
      await expect(create(inputs)).rejects.toThrow(
        `${join(folder, "jaeger.yaml")}: the disk is full\n  Fix: free some space (df -h ${folder})`,
      );
      expect(servicesFor(inputs)).toEqual([]);
    });

  test("is not started when its record can't be written", async () => {
    const inputs = await serviceInputs({}, { stack: "unrecorded" });
    const { run } = foldersIn(inputs.folder);
    mkdirSync(join(run, "jaeger.json.new"), { recursive: true });
    await expect(create(inputs)).rejects.toThrow(
      "jaeger could not be recorded, so it was not started: /bin/sh exited with code 125",
    );
    expect(servicesFor(inputs)).toEqual([]);
  });
});
