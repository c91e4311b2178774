import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { WORKLOADS } from "../../components/core/names.ts";
import {
  type ProcessSpec,
  processSpec,
  startOrder,
} from "../../components/platforms/process/spec.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { type Plan, planFor } from "../../stacks/plan.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { binary } from "./binaries.ts";
import { type Running, running, stopped } from "./collector-process.ts";
import { freePorts } from "./ports.ts";

/** Every program of a stack, with the files that the kit renders, without Pulumi around it. */
export interface LiveStack {
  readonly plan: Plan;
  /** Ends one program, for good. */
  stop(name: ProcessSpec["name"]): Promise<void>;
  stopAll(): Promise<void>;
}

/**
 * @param settings what a stack file would say; every port is a free one
 * @param change what no setting can say
 */
export async function startStack(
  settings: Readonly<Record<string, unknown>>,
  change: (plan: Plan) => Plan = (plan) => plan,
): Promise<LiveStack> {
  const ports = await somePorts();
  const raw = { preset: "local", ports, ...settings };
  const plan = change(planFor(parseSettings(raw, "Pulumi.test.yaml")));
  const home = mkdtempSync(join(tmpdir(), "agentobs-stack-"));
  const programs = new Map<ProcessSpec["name"], Running>();
  const stopAll = async () => {
    for (const program of [...programs.values()].reverse()) await stopped(program);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    for (const spec of startOrder(workloadsOf(plan).map(processSpec)))
      programs.set(spec.name, await start(spec, home));
  } catch (error) {
    await stopAll();
    throw error;
  }
  return {
    plan,
    stopAll,
    stop: async (name) => {
      const program = programs.get(name);
      if (program) await stopped(program);
    },
  };
}

async function start(spec: ProcessSpec, home: string): Promise<Running> {
  for (const [file, text] of Object.entries(spec.files)) {
    const path = join(home, "config", spec.name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  mkdirSync(join(home, "data", spec.name), { recursive: true });
  return running(binary(spec.tool), spec.args, spec.environment, spec.health.url, home);
}

async function somePorts(): Promise<Record<string, Record<string, number>>> {
  const names = Object.entries(WORKLOADS).flatMap(([workload, ports]) =>
    Object.keys(ports).map((port) => [workload, port] as const),
  );
  const free = await freePorts(names.length);
  const chosen: Record<string, Record<string, number>> = {};
  for (const [index, [workload, port]] of names.entries())
    (chosen[workload] ??= {})[port] = free[index] ?? 0;
  return chosen;
}
