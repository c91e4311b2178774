import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { deleteBinaries } from "../../components/platforms/process/binaries-resource.ts";
import { isAlive } from "../../components/platforms/process/identity.ts";
import type { ProcessInputs } from "../../components/platforms/process/inputs.ts";
import {
  createProcess,
  deleteProcess,
  diffProcess,
  readProcess,
  updateProcess,
} from "../../components/platforms/process/process-resource.ts";
import {
  recordPath,
  type RunRecord,
  runningRecord,
} from "../../components/platforms/process/record.ts";
import { foldersIn } from "../../components/platforms/process/state.ts";
import {
  create,
  runs,
  selfOf,
  serviceInputs,
  servicesFor,
  stopAtEnd,
  useStateFolder,
} from "../support/processes.ts";

useStateFolder();

const CREATE = join(import.meta.dirname, "../support/create-process.ts");
const never = new AbortController().signal;

describe("a provider that is killed while it creates a process", () => {
  test("leaves one that the next create adopts", async () => {
    const inputs = await serviceInputs({ listenAfterMs: 1500 });
    const left = await killedWhileCreating(inputs);
    const { id, outs } = await create(inputs);
    expect(outs.pid).toBe(left.pid);
    expect(id).toBe(`jaeger-${left.startedAt}`);
    expect(servicesFor(inputs)).toEqual([left.pid]);
  });

  test("leaves one that the next create replaces when it is to run something else", async () => {
    const inputs = await serviceInputs({ listenAfterMs: 1500 });
    const left = await killedWhileCreating(inputs);
    const { outs } = await create({ ...inputs, environment: { COLOUR: "green" } });
    expect(outs.pid).not.toBe(left.pid);
    expect(servicesFor(inputs)).toEqual([outs.pid]);
  });

  test("leaves one that the end of a destroy stops, though Pulumi never heard of it", async () => {
    const inputs = await serviceInputs({ listenAfterMs: 1500 }, { stack: "swept" });
    const left = await killedWhileCreating(inputs);
    await deleteBinaries({ stack: "swept", folder: inputs.folder, tools: {} });
    expect(runs(left.pid)).toBe(false);
    expect(existsSync(foldersIn(inputs.folder).run)).toBe(false);
  });

  async function killedWhileCreating(inputs: ProcessInputs): Promise<RunRecord> {
    stopAtEnd(inputs.folder);
    const provider = spawn(process.execPath, [CREATE, JSON.stringify(inputs)]);
    const left = await vi.waitUntil(() => runningRecord(inputs.folder, inputs.name), {
      timeout: 10_000,
      interval: 5,
    });
    provider.kill("SIGKILL");
    const [, signal] = (await once(provider, "exit")) as [number | null, string];
    expect(signal).toBe("SIGKILL");
    expect(isAlive(left)).toBe(true);
    return left;
  }
});

describe("a record whose process is gone", () => {
  test("never makes another program with its pid pass for it, or be signalled", async () => {
    const bystander = sleeping();
    const inputs = await serviceInputs();
    writeRecord(inputs, { pid: pidOf(bystander), started: "some-boot 12345" });
    expect(runningRecord(inputs.folder, "jaeger")).toBeUndefined();
    expect(readProcess("jaeger-1", { ...inputs })).toEqual({});

    const { outs } = await create(inputs);
    expect(outs.pid).not.toBe(bystander.pid);
    writeRecord(inputs, { pid: pidOf(bystander), started: "some-boot 12345" });
    await deleteProcess({ ...inputs });
    await deleteBinaries({ stack: inputs.stack, folder: inputs.folder, tools: {} });
    expect(runs(pidOf(bystander))).toBe(true);
    process.kill(outs.pid, "SIGKILL");
  });

  test("is of no use after a reboot, even when pid and clock tick are the same", async () => {
    const inputs = await serviceInputs();
    const { outs } = await create(inputs);
    const record = JSON.parse(
      readFileSync(recordPath(inputs.folder, "jaeger"), "utf8"),
    ) as RunRecord;
    const earlier = { ...record, started: record.started.replace(/^\S+/, "earlier-boot") };
    writeRecord(inputs, earlier);
    expect(readProcess("jaeger-1", { ...inputs })).toEqual({});
    expect(runs(outs.pid)).toBe(true);
    writeRecord(inputs, record);
    expect(readProcess("jaeger-1", { ...inputs }).id).toBe("jaeger-1");
  });

  test("may be torn: it counts as none", async () => {
    const inputs = await serviceInputs();
    mkdirSync(foldersIn(inputs.folder).run, { recursive: true });
    writeFileSync(recordPath(inputs.folder, "jaeger"), '{"pid":12');
    const { outs } = await create(inputs);
    expect((await selfOf(inputs)).pid).toBe(outs.pid);
  });

  test("is noticed by read and by diff, so that both ways of updating mend it", async () => {
    const inputs = await serviceInputs();
    const { id, outs } = await create(inputs);
    const said: string[] = [];
    const changes = () =>
      diffProcess({ ...outs }, { ...inputs }, (line) => said.push(line)).changes;
    expect(readProcess(id, { ...outs })).toEqual({ id, props: outs });
    expect(changes()).toBe(false);

    process.kill(outs.pid, "SIGKILL");
    await vi.waitUntil(() => !runs(outs.pid));
    expect(readProcess(id, { ...outs })).toEqual({});
    expect(changes()).toBe(true);
    expect(said).toEqual(["jaeger is not running: will be started"]);

    const again = await updateProcess(id, { ...inputs }, never);
    expect(again.outs["pid"]).toBe((await selfOf(inputs)).pid);
    expect(changes()).toBe(false);
  });
});

describe("an interrupted wait", () => {
  test("leaves the process running and known, and the next update goes on with it", async () => {
    const inputs = await serviceInputs({ listenAfterMs: 1500 });
    stopAtEnd(inputs.folder);
    const interrupt = new AbortController();
    const waiting = createProcess({ ...inputs }, interrupt.signal);
    const record = await vi.waitUntil(() => runningRecord(inputs.folder, "jaeger"));
    interrupt.abort();
    const id = `jaeger-${record.startedAt}`;
    await expect(waiting).rejects.toMatchObject({
      message: `interrupted while waiting for ${inputs.health.url}`,
      id,
      properties: { pid: record.pid },
      reasons: [`interrupted while waiting for ${inputs.health.url}`],
    });
    expect(isAlive(record)).toBe(true);
    const { outs } = await updateProcess(id, { ...inputs }, never);
    expect(outs["pid"]).toBe(record.pid);
  });
});

describe("two stacks side by side", () => {
  test("keep to themselves", async () => {
    const [blue, green] = [
      await serviceInputs({}, { stack: "blue" }),
      await serviceInputs({}, { stack: "green" }),
    ];
    await create(blue);
    const { outs } = await create(green);
    await deleteProcess({ ...blue });
    expect(servicesFor(blue)).toEqual([]);
    expect((await selfOf(green)).pid).toBe(outs.pid);
  });
});

function sleeping(): ChildProcess {
  const child = spawn("sleep", ["600"], { detached: true });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error("it was not started");
  return pid;
}

function writeRecord(inputs: ProcessInputs, who: { pid: number; started: string }): void {
  const path = recordPath(inputs.folder, inputs.name);
  mkdirSync(dirname(path), { recursive: true });
  const { name, ports, stopSeconds } = inputs;
  const rest = { name, ports, stopSeconds, hash: "", startedAt: new Date(0).toISOString() };
  writeFileSync(path, JSON.stringify({ ...rest, ...who }));
}
