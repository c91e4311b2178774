import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type RunRecord, runningRecord } from "../../components/platforms/process/record.ts";
import { freePort } from "../support/ports.ts";
import { runs, selfOf, serviceInputs, servicesFor } from "../support/processes.ts";
import { type Finished, finished, pulumiProject } from "../support/pulumi-project.ts";

const CLI_TIMEOUT_MS = 120_000;

describe("the real Pulumi CLI", { timeout: CLI_TIMEOUT_MS }, () => {
  test("starts processes, changes one, mends a dead one, and leaves none", async () => {
    const project = await pulumiProject("life");
    const [jaeger, vmalert] = [
      await serviceInputs({}, { stack: "life", files: { "jaeger.yaml": "a: 1\n" } }),
      await serviceInputs({}, { stack: "life", name: "vmalert" }),
    ];
    project.processes(jaeger, vmalert);
    expect(await project.run("up", "--yes")).toMatchObject({ code: 0 });
    const first = [await selfOf(jaeger), await selfOf(vmalert)].map(({ pid }) => pid);

    expect((await project.run("up", "--yes", "--expect-no-changes")).code).toBe(0);

    project.processes({ ...jaeger, files: { "jaeger.yaml": "a: 2\n" } }, vmalert);
    const preview = await project.run("preview", "--diff");
    expect(preview.output).toMatch(/~ jaeger\.yaml:\s+- a: 1\s+\+ a: 2/);
    const up = await project.run("up", "--yes");
    expect(up.output).toMatch(/jaeger updated .*\[diff: ~files\]/);
    expect(up.output).toContain("jaeger restarts: files.jaeger.yaml");
    expect(up.output).toMatch(/~ 1 updated\s+3 unchanged/);
    const second = [await selfOf(jaeger), await selfOf(vmalert)].map(({ pid }) => pid);
    expect(second[0]).not.toBe(first[0]);
    expect(second[1]).toBe(first[1]);

    process.kill(second[1] ?? 0, "SIGKILL");
    const refresh = await project.run("refresh", "--yes");
    expect(refresh.output).toMatch(/- 1 deleted/);
    expect((await project.run("up", "--yes")).output).toMatch(/\+ 1 created/);
    process.kill((await selfOf(vmalert)).pid, "SIGKILL");
    const mended = await project.run("up", "--yes");
    expect(mended.output).toContain("vmalert is not running: will be started");
    expect(mended.output).toMatch(/~ 1 updated/);
    const third = await selfOf(vmalert);

    expect((await project.run("destroy", "--yes")).code).toBe(0);
    expect([runs(second[0] ?? 0), runs(third.pid)]).toEqual([false, false]);
    expect(servicesFor(jaeger)).toEqual([]);
    expect(existsSync(project.folder)).toBe(true);
  });

  test("keeps secrets out of everything it prints and stores", async () => {
    const project = await pulumiProject("secret");
    const inputs = await serviceInputs(
      {},
      {
        stack: "secret",
        secretEnvironment: { TOKEN: "token" },
        secrets: { token: "canary-4711" },
      },
    );
    project.processes(inputs);
    const created = await project.run("up", "--yes", "--diff");
    project.processes({ ...inputs, secrets: { token: "canary-4712" } });
    const updated = await project.run("up", "--yes", "--diff");
    expect((await selfOf(inputs)).environment["TOKEN"]).toBe("canary-4712");
    expect(updated.output).toContain("[secret]");
    for (const text of [created.output, updated.output, project.stored()])
      expect(text).not.toContain("canary-");
  });

  test("refuses a port in use in the preview, before anything is touched", async () => {
    const project = await pulumiProject("taken");
    const port = await freePort();
    const server = createServer();
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    project.processes(await serviceInputs({ port }, { stack: "taken" }));
    const { code, output } = await project.run("preview");
    expect(code).not.toBe(0);
    expect(output).toContain(`agentobs:ports.jaeger.ui: port ${port} is in use by`);
    expect(output).toMatch(/Fix: .*agentobs:ports: \{jaeger: \{ui: \d+\}\}/);
    expect(existsSync(project.folder)).toBe(false);
  });

  test("shows the end of the log of a process that fails, and starts nothing behind it", async () => {
    const project = await pulumiProject("broken");
    const broken = await serviceInputs(
      { exitCode: 3, say: "bad flag: -colour" },
      { stack: "broken" },
    );
    const behind = await serviceInputs({}, { stack: "broken", name: "vmalert" });
    project.processes(broken, behind);
    const { code, output } = await project.run("up", "--yes");
    expect(code).not.toBe(0);
    expect(output).toContain("process jaeger: exited with code 3");
    expect(output).toContain("bad flag: -colour");
    expect(servicesFor(behind)).toEqual([]);
  });

  test("goes on after Ctrl-C in the middle of a start", async () => {
    const project = await pulumiProject("interrupted");
    const inputs = await serviceInputs({ listenAfterMs: 4000 }, { stack: "interrupted" });
    project.processes(inputs);
    const up = project.start("up", "--yes", "--skip-preview");
    const end = finished(up);
    const { pid } = await started(project.folder, end);
    up.kill("SIGINT");
    expect((await end).code).not.toBe(0);
    expect(runs(pid)).toBe(true);
    expect(await project.run("up", "--yes")).toMatchObject({ code: 0 });
    expect((await selfOf(inputs)).pid).toBe(pid);
    expect((await project.run("destroy", "--yes")).code).toBe(0);
    expect(runs(pid)).toBe(false);
  });

  test("destroys what a provider that was killed in the middle had started", async () => {
    const project = await pulumiProject("killed");
    const inputs = await serviceInputs({ listenAfterMs: 4000 }, { stack: "killed" });
    project.processes(inputs);
    const up = project.start("up", "--yes", "--skip-preview");
    const end = finished(up);
    const { pid } = await started(project.folder, end);
    process.kill(providerOf(up.pid ?? 0), "SIGKILL");
    expect((await end).code).not.toBe(0);
    expect(runs(pid)).toBe(true);
    expect((await project.run("destroy", "--yes")).code).toBe(0);
    expect(runs(pid)).toBe(false);
  });

  test("leaves no provider behind when it is killed itself", async () => {
    const project = await pulumiProject("orphan");
    project.processes(await serviceInputs({ listenAfterMs: 3000 }, { stack: "orphan" }));
    const up = project.start("up", "--yes", "--skip-preview");
    await started(project.folder, finished(up));
    const provider = providerOf(up.pid ?? 0);
    up.kill("SIGKILL");
    await once(up, "exit");
    await vi.waitUntil(() => !runs(provider), 5000);
  });
});

/** The record of the process, as soon as there is one; an `up` that ends before says why. */
async function started(folder: string, end: Promise<Finished>): Promise<RunRecord> {
  const ended = end.then(({ code, output }) => {
    throw new Error(`up ended with ${code ?? "a signal"} before anything ran:\n${output}`);
  });
  return Promise.race([
    vi.waitUntil(() => runningRecord(folder, "jaeger"), 60_000),
    ended.catch((error: unknown) => {
      const record = runningRecord(folder, "jaeger");
      if (record) return record;
      throw error;
    }),
  ]);
}

function providerOf(cli: number): number {
  const lines = execFileSync("ps", ["-axww", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null);
  const found = lines.find(
    ([, , parent, args]) => Number(parent) === cli && args?.includes("pulumi-resource-process"),
  );
  if (!found) throw new Error(`the CLI with pid ${cli} has no provider`);
  return Number(found[1]);
}
