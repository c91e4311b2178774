import * as pulumi from "@pulumi/pulumi";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  createBinaries,
  deleteBinaries,
  diffBinaries,
  readBinaries,
} from "../../components/platforms/process/binaries-resource.ts";
import { createPrograms, createProcesses } from "../../components/platforms/process/index.ts";
import { foldersIn } from "../../components/platforms/process/state.ts";
import { binary } from "../support/binaries.ts";
import { create, serviceInputs, servicesFor, useStateFolder } from "../support/processes.ts";

const home = useStateFolder();
const silent = () => undefined;

describe("the processes of a stack", () => {
  test("stand behind the programs and their peers, each with its own secrets only", async () => {
    const created: { type: string; name: string; inputs: Record<string, unknown> }[] = [];
    await pulumi.runtime.setMocks({
      newResource: ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => {
        created.push({ type, name, inputs: inputs as Record<string, unknown> });
        const jaeger = { path: "/bin/jaeger", version: "2.2.0", source: "built" };
        const programs = { jaeger, vmalert: { ...jaeger, path: "/bin/vmalert" } };
        return { id: `${name}-id`, state: type.endsWith("Binaries") ? { programs } : {} };
      },
      call: () => ({}),
    });
    const [vmalert, jaeger] = [
      await serviceInputs({}, { name: "vmalert", after: ["jaeger"], secretFiles: { a: "one" } }),
      await serviceInputs(),
    ];
    const secrets = { one: "1", two: "2" };
    const binaries = createPrograms("test", ["jaeger", "vmalert"], {});
    const specs = [vmalert, jaeger];
    createProcesses({ stack: "test", binaries, specs, secrets, protectData: true });
    await pulumi.runtime.disconnect();
    expect(created.map(({ type, name }) => `${type} ${name}`)).toEqual([
      "process:index:Binaries binaries",
      "process:index:Process jaeger",
      "process:index:Process vmalert",
    ]);
    expect(created[0]?.inputs["tools"]).toEqual({
      jaeger: expect.stringMatching(/^\d+\.\d+/) as string,
      vmalert: expect.stringMatching(/^\d+\.\d+/) as string,
    });
    expect(created[1]?.inputs).toMatchObject({ program: { path: "/bin/jaeger" }, secrets: {} });
    expect(created[2]?.inputs["secrets"]).toMatchObject({ value: { one: "1" } });
  });
});

describe("the programs of a stack", () => {
  const inputs = { stack: "programs", folder: join(home, "programs"), tools: { vmalert: "1.0.0" } };

  test("are found, and found missing once one is gone", async () => {
    const { id, outs } = await createBinaries(inputs, silent);
    const programs = { vmalert: { path: binary("vmalert") } };
    expect(outs).toMatchObject({ ...inputs, programs });
    expect(readBinaries(id, outs)).toEqual({ id, props: outs });
    expect(readBinaries(id, { ...outs, programs: { vmalert: { path: "/gone" } } })).toEqual({});
  });

  test("are looked for again when a pinned version changes, and only then", async () => {
    const { outs } = await createBinaries(inputs, silent);
    expect(diffBinaries(outs, inputs)).toEqual({ changes: false });
    const newer = { ...inputs, tools: { vmalert: "1.0.1" } };
    expect(diffBinaries(outs, newer)).toEqual({ changes: true });
  });

  test("leave nothing behind but data and logs when the stack is destroyed", async () => {
    const { folder } = await serviceInputs({}, { stack: "last" });
    const { data, run } = foldersIn(folder);
    const running = await serviceInputs({}, { stack: "last", data: true });
    await create(running);
    writeFileSync(join(data, "jaeger/spans"), "kept");
    await deleteBinaries({ stack: "last", folder, tools: {} });
    expect(servicesFor(running)).toEqual([]);
    expect(existsSync(run)).toBe(false);
    expect(existsSync(join(data, "jaeger/spans"))).toBe(true);

    const empty = join(home, "empty");
    const { data: kept, logs, config, secrets } = foldersIn(empty);
    for (const path of [kept, logs, config, secrets]) mkdirSync(path, { recursive: true });
    await deleteBinaries({ stack: "empty", folder: empty, tools: {} });
    expect(existsSync(empty)).toBe(false);
  });
});
