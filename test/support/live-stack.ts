import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { InstanceName } from "../../components/core/names.ts";
import { processSpec } from "../../components/platforms/process/spec.ts";
import { startOrder } from "../../components/start-order.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { type Plan, planFor } from "../../stacks/plan.ts";
import type { SettingsInput } from "../../stacks/settings.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { binary } from "./binaries.ts";
import { type Running, running, stopped } from "./collector-process.ts";
import { stackPorts } from "./make.ts";

/** How a test changes the plan: rhythms that no setting has. */
type Change = (plan: Plan) => Plan;

/** Every program of preset local with its own files, started one by one, without Pulumi. */
export async function liveStack(settings: Partial<SettingsInput>, change: Change) {
  const folder = mkdtempSync(join(tmpdir(), "agentobs-live-"));
  const ports = await stackPorts();
  const planOf = (more: Partial<SettingsInput>): Plan => {
    const all = { preset: "local", ports, ...settings, ...more };
    return change(planFor(parseSettings(all, "Pulumi.test.yaml")));
  };
  const plan = planOf({});
  const run = new Map<InstanceName, Running>();

  const specsOf = (of: Plan) => startOrder(workloadsOf(of).map(processSpec));
  const start = async (name: InstanceName, as: Plan = plan): Promise<void> => {
    const spec = specsOf(as).find((each) => each.name === name);
    if (!spec) throw new Error(`the stack has no ${name}`);
    for (const [file, text] of Object.entries(spec.files)) {
      const path = join(folder, "config", name, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    mkdirSync(join(folder, "data", name), { recursive: true });
    const { args, environment, health } = spec;
    run.set(name, await running(binary(spec.tool), args, environment, health.url, folder));
  };
  const stop = async (name: InstanceName, signal?: "SIGTERM" | "SIGKILL"): Promise<void> => {
    const program = run.get(name);
    if (program) await stopped(program, signal);
    run.delete(name);
  };
  for (const { name } of specsOf(plan)) await start(name);
  return {
    plan,
    planOf,
    start,
    stop,
    url: (workload: InstanceName, port: string, path: string): string =>
      `http://127.0.0.1:${ports[workload]?.[port] ?? 0}${path}`,
    close: async () => {
      for (const name of [...run.keys()].reverse()) await stop(name, "SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type LiveStack = Awaited<ReturnType<typeof liveStack>>;
