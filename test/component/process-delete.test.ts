import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { deleteProcess } from "../../components/platforms/process/process-resource.ts";
import { runningRecord } from "../../components/platforms/process/record.ts";
import { foldersIn } from "../../components/platforms/process/state.ts";
import { create, runs, selfOf, serviceInputs, useStateFolder } from "../support/processes.ts";

useStateFolder();

describe("delete", () => {
  test("leaves the data and the log, and nothing else", async () => {
    const inputs = await serviceInputs(
      { say: "hello" },
      {
        stack: "kept",
        data: true,
        files: { "jaeger.yaml": "a: 1\n" },
        secretFiles: { token: "token" },
        secrets: { token: "canary-4711" },
      },
    );
    const { outs } = await create(inputs);
    const { config, secrets, data, logs } = foldersIn(inputs.folder);
    writeFileSync(join(data, "jaeger/spans"), "kept");
    await deleteProcess({ ...inputs });
    expect(runs(outs.pid)).toBe(false);
    expect(runningRecord(inputs.folder, "jaeger")).toBeUndefined();
    expect(existsSync(join(config, "jaeger"))).toBe(false);
    expect(existsSync(join(secrets, "jaeger"))).toBe(false);
    expect(readFileSync(join(data, "jaeger/spans"), "utf8")).toBe("kept");
    expect(readFileSync(join(logs, "jaeger.log"), "utf8")).toBe("hello\n");
  });

  test("removes data and log when data is not protected", async () => {
    const inputs = await serviceInputs({}, { stack: "bare", data: true, protectData: false });
    await create(inputs);
    await deleteProcess({ ...inputs });
    const { data, logs } = foldersIn(inputs.folder);
    expect(existsSync(join(data, "jaeger"))).toBe(false);
    expect(existsSync(join(logs, "jaeger.log"))).toBe(false);
  });

  test("kills a program that ignores the request to stop, once its grace is over", async () => {
    const inputs = await serviceInputs({ ignoreTerm: true }, { stopSeconds: 1 });
    const { outs } = await create(inputs);
    const started = performance.now();
    await deleteProcess({ ...inputs });
    expect(runs(outs.pid)).toBe(false);
    expect(performance.now() - started).toBeGreaterThan(1000);
  });

  test("ends what the program had started too", async () => {
    const inputs = await serviceInputs({ withChild: true });
    await create(inputs);
    const { child } = await selfOf(inputs);
    expect(runs(child)).toBe(true);
    await deleteProcess({ ...inputs });
    expect(runs(child)).toBe(false);
  });

  test("succeeds when there is nothing left to delete", async () => {
    const inputs = await serviceInputs({}, { stack: "never" });
    await expect(deleteProcess({ ...inputs })).resolves.toBeUndefined();
  });
});
