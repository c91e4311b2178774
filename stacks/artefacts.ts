import {
  COMPOSE,
  composeFile,
  composeInputs,
  usesSecrets,
} from "../components/platforms/docker/compose.ts";
import { dockerObjects } from "../components/platforms/docker/render.ts";
import { secretsFile } from "../components/platforms/docker/secrets-file.ts";
import { manifests } from "../components/platforms/kubernetes/manifests.ts";
import { kubernetesObjects } from "../components/platforms/kubernetes/render.ts";
import { type ProcessSpec, processSpec } from "../components/platforms/process/spec.ts";
import type { Workload } from "../components/workload.ts";
import { grafanaDashboards } from "../dashboards/grafana.ts";
import { grafanaProvisioning } from "../dashboards/grafana-provisioning.ts";
import { summaries } from "../dashboards/summary.ts";
import { agentHandout } from "./agent-objects.ts";
import { environmentFile } from "./agent-environment.ts";
import { grafanaObjects } from "./grafana-objects.ts";
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
    ...ruleFiles(plan),
    ...grafanaFiles(plan),
    ...(speaksPromql(plan) && below("dashboards", dashboardFiles(plan))),
    ...(plan.honeycomb && below("honeycomb", honeycombFiles(plan, plan.honeycomb))),
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

/** For people, and where the stack runs no Grafana for one of theirs. */
function dashboardFiles(plan: Plan): Artefacts {
  const { dashboards, grafanaPages, managedGrafana, workloads, docker } = plan;
  const ownGrafana = workloads.includes("grafana");
  return {
    // Each container's files are in a folder of its own already.
    ...(docker && ownGrafana ? {} : grafanaDashboards(grafanaPages ?? dashboards)),
    ...summaries(dashboards),
    // One that is managed gets it another way.
    ...(managedGrafana || ownGrafana
      ? {}
      : below("provisioning", grafanaProvisioning(dashboards.stores))),
  };
}

/** What a Grafana is handed besides pages and rules, whose files have it already. */
function grafanaFiles(plan: Plan): Artefacts {
  if (!plan.managedGrafana) return {};
  // Its pages would only be drawn a second time.
  const objects = grafanaObjects(plan, { ...plan.managedGrafana, dashboards: false });
  const { folder, dataSources, contactPoints, muteTimings, slos, evaluators, fleet } = objects;
  const rest = { folder, dataSources, contactPoints, muteTimings, slos, evaluators, fleet };
  return { "grafana.json": json(rest) };
}

/** What agents outside of a cluster are handed. They meet a certificate of whoever lets them in. */
function outsideFiles({ agentEnvironmentOutside, agentSecrets }: Plan): Artefacts {
  if (!agentEnvironmentOutside) return {};
  const headers = agentSecrets.filter(({ as }) => as !== "file");
  return { "agents-outside.env": environmentFile(agentEnvironmentOutside, headers) };
}

/** What the platform is handed. */
function platformFiles(plan: Plan, workloads: readonly Workload[]): Artefacts {
  const { kubernetes, docker } = plan;
  if (docker) {
    const objects = dockerObjects(workloads, docker);
    return {
      [COMPOSE.file]: composeFile(objects),
      ...(usesSecrets(objects) && { [COMPOSE.secretsExample]: secretsFile(objects, plan.secrets) }),
      ...composeInputs(objects),
    };
  }
  const files = Object.fromEntries(workloads.flatMap(filesOf));
  if (kubernetes) {
    const objects = kubernetesObjects(workloads, kubernetes);
    return {
      ...files,
      "sizes.md": footprintPage(plan),
      ...below("manifests", manifests(objects, agentHandout(plan))),
    };
  }
  return { ...files, "processes.json": json(workloads.map(processSpec).map(withFileNames)) };
}

/** Replicas of one workload have files of one name: each in a folder of its own. */
const filesOf = ({ replica, files }: Workload): [file: string, text: string][] =>
  Object.entries(files).map(([file, text]) => [replica ? `${replica}/${file}` : file, text]);

const below = (folder: string, files: Artefacts): Artefacts =>
  Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]));

/** The files' texts stand beside the list of processes, so it names them only. */
const withFileNames = (spec: ProcessSpec) => ({ ...spec, files: Object.keys(spec.files) });

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
