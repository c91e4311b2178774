import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ProcessInputs } from "../../components/platforms/process/inputs.ts";
import { diffProcess, updateProcess } from "../../components/platforms/process/process-resource.ts";
import { runningRecord } from "../../components/platforms/process/record.ts";
import { foldersIn } from "../../components/platforms/process/state.ts";
import { freePort } from "../support/ports.ts";
import {
  asRunning,
  create,
  selfOf,
  serviceArgs,
  serviceInputs,
  servicesFor,
  useStateFolder,
} from "../support/processes.ts";

useStateFolder();

const silent = () => undefined;

async function update(inputs: ProcessInputs) {
  const updated = await updateProcess("jaeger-1", { ...inputs }, new AbortController().signal);
  return asRunning(updated.outs);
}

describe("diff", () => {
  test("sees no change in the same inputs, in whatever order and wrapping they come", async () => {
    const inputs = await serviceInputs(
      {},
      {
        environment: { A: "1", B: "2" },
        secretEnvironment: { TOKEN: "token" },
        secrets: { token: "canary-4711" },
      },
    );
    const { outs } = await create(inputs);
    const news = { ...inputs, environment: { B: "2", A: "1" }, secrets: secret(inputs.secrets) };
    expect(diffProcess({ ...outs }, news, silent)).toEqual({ changes: false });
  });

  test("sees every change, as one in place: a replacement could cost the data", async () => {
    const inputs = await serviceInputs(
      {},
      {
        files: { "jaeger.yaml": "a: 1\n" },
        secretEnvironment: { TOKEN: "token" },
        secrets: { token: "canary-4711" },
      },
    );
    const { outs } = await create(inputs);
    const changes: [Partial<ProcessInputs>, string][] = [
      [{ args: [...inputs.args, "--more"] }, "jaeger restarts: args"],
      [{ files: { "jaeger.yaml": "a: 2\n" } }, "jaeger restarts: files.jaeger.yaml"],
      [{ files: {} }, "jaeger restarts: files.jaeger.yaml"],
      [{ environment: { COLOUR: "green" } }, "jaeger restarts: environment.COLOUR"],
      [{ secrets: { token: "canary-4712" } }, "jaeger restarts: secrets.token"],
      [{ program: { ...inputs.program, version: "25.0.0" } }, "jaeger restarts: program.version"],
      [{ program: { ...inputs.program, path: "/a/node" } }, "jaeger restarts: program.path"],
      [{ ports: { ui: 1 } }, "jaeger goes on without a restart: ports.ui"],
      [{ stopSeconds: 6 }, "jaeger goes on without a restart: stopSeconds"],
      [{ protectData: false }, "jaeger goes on without a restart: protectData"],
    ];
    for (const [change, why] of changes) {
      const said: string[] = [];
      const report = (line: string) => said.push(line);
      const diff = diffProcess({ ...outs }, { ...inputs, ...change }, report);
      expect({ diff, said }).toEqual({ diff: { changes: true }, said: [why] });
    }
  });

  test("sees a change in a value that a preview can't know yet", async () => {
    const inputs = await serviceInputs();
    const { outs } = await create(inputs);
    const unknown = { ...inputs, program: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
    expect(diffProcess({ ...outs }, unknown, silent)).toEqual({ changes: true });
  });
});

describe("update", () => {
  test("starts the program anew with what changed", async () => {
    const inputs = await serviceInputs({}, { files: { "jaeger.yaml": "a: 1\n" } });
    const { outs } = await create(inputs);
    const updated = await update({ ...inputs, files: { "jaeger.yaml": "a: 2\n" } });
    expect(updated.pid).not.toBe(outs.pid);
    expect(servicesFor(inputs)).toEqual([updated.pid]);
    const file = join(foldersIn(inputs.folder).config, "jaeger/jaeger.yaml");
    expect(readFileSync(file, "utf8")).toBe("a: 2\n");
  });

  test("leaves it running when only the kit's own handling of it changed", async () => {
    const inputs = await serviceInputs();
    const { outs } = await create(inputs);
    const updated = await update({
      ...inputs,
      protectData: false,
      stopSeconds: 9,
      summary: "New.",
    });
    expect(updated).toMatchObject({ pid: outs.pid, stopSeconds: 9 });
  });

  test("leaves the old one running when the new one can be known to fail", async () => {
    const inputs = await serviceInputs();
    const { outs } = await create(inputs);
    const gone = { ...inputs.program, path: "/nowhere/jaeger" };
    await expect(update({ ...inputs, program: gone })).rejects.toThrow("can't be run (ENOENT)");
    expect((await selfOf(inputs)).pid).toBe(outs.pid);
  });

  test("leaves no process and no record when the new one fails", async () => {
    const inputs = await serviceInputs();
    await create(inputs);
    const port = inputs.ports["ui"] ?? 0;
    const broken = { ...inputs, args: serviceArgs({ port, exitCode: 7, say: "no such option" }) };
    await expect(update(broken)).rejects.toThrow(/exited with code 7[^]*no such option/);
    expect(servicesFor(inputs)).toEqual([]);
    expect(runningRecord(inputs.folder, "jaeger")).toBeUndefined();
    const { pid } = await update(inputs);
    expect((await selfOf(inputs)).pid).toBe(pid);
  });

  test("waits for a port that another process of the stack is giving up", async () => {
    const [first, second] = [await freePort(), await freePort()];
    const on = (name: "jaeger" | "vmalert", port: number) => serviceInputs({ port }, { name });
    await create(await on("jaeger", first));
    await create(await on("vmalert", second));
    const swapped = [await on("jaeger", second), await on("vmalert", first)];
    await Promise.all(swapped.map(update));
    for (const inputs of swapped)
      expect((await selfOf(inputs)).pid).toBe(runningRecord(inputs.folder, inputs.name)?.pid);
  });
});

/** As Pulumi wraps it. */
function secret(value: unknown) {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}
