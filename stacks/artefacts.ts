import { type ProcessSpec, processSpec } from "../components/platforms/process/spec.ts";
import { grafanaDashboards } from "../dashboards/grafana.ts";
import { environmentFile } from "./agent-environment.ts";
import type { Plan } from "./plan.ts";
import { ruleFiles } from "./rule-files.ts";
import { workloadsOf } from "./workloads.ts";

/** Everything that a plan turns into, as text by file name. No Output, no secret. */
export type Artefacts = Readonly<Record<string, string>>;

/** Same plan, same bytes. */
export function artefactsFor(plan: Plan): Artefacts {
  const workloads = workloadsOf(plan);
  const dashboards = Object.entries(grafanaDashboards(plan.dashboards));
  return {
    "plan.json": json(plan),
    "processes.json": json(workloads.map(processSpec).map(withFileNames)),
    "agents.env": environmentFile(plan.agentEnvironment),
    ...Object.fromEntries(workloads.flatMap((workload) => Object.entries(workload.files))),
    ...ruleFiles(plan),
    ...Object.fromEntries(dashboards.map(([file, text]) => [`dashboards/${file}`, text])),
  };
}

/** The files' texts stand beside the list of processes, so it names them only. */
const withFileNames = (spec: ProcessSpec) => ({ ...spec, files: Object.keys(spec.files) });

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
