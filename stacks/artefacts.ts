import { manifests } from "../components/platforms/kubernetes/manifests.ts";
import { kubernetesObjects } from "../components/platforms/kubernetes/render.ts";
import { type ProcessSpec, processSpec } from "../components/platforms/process/spec.ts";
import type { Workload } from "../components/workload.ts";
import { grafanaDashboards } from "../dashboards/grafana.ts";
import { grafanaProvisioning } from "../dashboards/grafana-provisioning.ts";
import { summaries } from "../dashboards/summary.ts";
import { agentHandout } from "./agent-objects.ts";
import { environmentFile } from "./agent-environment.ts";
import { footprintPage } from "./footprint-table.ts";
import { honeycombObjects } from "./honeycomb-objects.ts";
import type { Plan } from "./plan.ts";
import { speaksPromql } from "./promql-stores.ts";
import { ruleFiles } from "./rule-files.ts";
import { workloadsOf } from "./workloads.ts";

/** Everything that a plan turns into, as text by file name. No Output, no secret. */
export type Artefacts = Readonly<Record<string, string>>;

/** Same plan, same bytes. */
export function artefactsFor(plan: Plan): Artefacts {
  const workloads = workloadsOf(plan);
  return {
    "plan.json": json(plan),
    ...platformFiles(plan, workloads),
    "agents.env": environmentFile(plan.agentEnvironment, plan.agentSecrets),
    ...outsideFiles(plan),
    ...Object.fromEntries(workloads.flatMap(filesOf)),
    ...ruleFiles(plan),
    ...(speaksPromql(plan) && below("dashboards", dashboardFiles(plan, workloads))),
    ...(plan.honeycomb && below("honeycomb", honeycombFiles(plan, plan.honeycomb))),
  };
}

function dashboardFiles({ dashboards }: Plan, workloads: readonly Workload[]): Artefacts {
  return {
    ...grafanaDashboards(dashboards),
    ...summaries(dashboards),
    // The stack's own Grafana brings it along.
    ...(workloads.some(({ name }) => name === "grafana")
      ? {}
      : below("provisioning", grafanaProvisioning(dashboards.stores))),
  };
}

/** What is to stand in Honeycomb, in the words of its API. */
function honeycombFiles(plan: Plan, honeycomb: NonNullable<Plan["honeycomb"]>): Artefacts {
  const { columns, triggers, board } = honeycombObjects(plan, honeycomb);
  return {
    "columns.json": json(columns),
    "triggers.json": json(triggers.map(({ trigger }) => trigger)),
    "board.json": json(board),
  };
}

/** What agents outside of a cluster are handed. They meet a certificate of whoever lets them in. */
function outsideFiles({ agentEnvironmentOutside, agentSecrets }: Plan): Artefacts {
  if (!agentEnvironmentOutside) return {};
  const headers = agentSecrets.filter(({ as }) => as !== "file");
  return { "agents-outside.env": environmentFile(agentEnvironmentOutside, headers) };
}

/** What the platform is handed. */
function platformFiles(plan: Plan, workloads: readonly Workload[]): Artefacts {
  const { kubernetes } = plan;
  if (kubernetes) {
    const objects = kubernetesObjects(workloads, kubernetes);
    return {
      "sizes.md": footprintPage(plan),
      ...below("manifests", manifests(objects, agentHandout(plan))),
    };
  }
  return { "processes.json": json(workloads.map(processSpec).map(withFileNames)) };
}

/** Replicas of one workload have files of one name: each in a folder of its own. */
const filesOf = ({ replica, files }: Workload): [file: string, text: string][] =>
  Object.entries(files).map(([file, text]) => [replica ? `${replica}/${file}` : file, text]);

const below = (folder: string, files: Artefacts): Artefacts =>
  Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]));

/** The files' texts stand beside the list of processes, so it names them only. */
const withFileNames = (spec: ProcessSpec) => ({ ...spec, files: Object.keys(spec.files) });

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
