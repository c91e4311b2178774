import type { GrafanaTarget } from "../alerts/grafana.ts";
import type { AlertsPlan } from "../alerts/plan.ts";
import type { AlertmanagerPlan } from "../components/alertmanager/plan.ts";
import type { CollectorPlan } from "../components/collector/plan.ts";
import type { InstanceName, WorkloadName } from "../components/core/names.ts";
import type { GrafanaPlan } from "../components/grafana/index.ts";
import type { HoneycombPlan } from "../components/managed/honeycomb/plan.ts";
import type { JaegerPlan } from "../components/jaeger/plan.ts";
import type { LangfusePlan } from "../components/langfuse/plan.ts";
import type { DockerPlan } from "../components/platforms/docker/plan.ts";
import type { ManagedGrafanaPlan } from "../components/managed/grafana/plan.ts";
import type { KubernetesPlan } from "../components/platforms/kubernetes/plan.ts";
import type { SecretsPlan } from "../components/secrets/plan.ts";
import type { TempoPlan } from "../components/tempo/plan.ts";
import type { MetricsStore } from "../components/victoriametrics/store.ts";
import type { VictoriaMetricsPlan } from "../components/victoriametrics/plan.ts";
import type { VmalertPlan } from "../components/vmalert/index.ts";
import type { Addresses } from "../components/workload.ts";
import type { DashboardsPlan } from "../dashboards/plan.ts";
import {
  addressesFor,
  instancesFor,
  podLookups,
  replicaCounts,
  workloadsOfInstances,
} from "./addresses.ts";
import { alertmanagerPlan, alertsPlan } from "./alerts-plan.ts";
import { agentEnvironment } from "./agent-environment.ts";
import { type AgentSecret, agentSecrets } from "./agent-secrets.ts";
import { collectorPlan } from "./collector-plan.ts";
import { dashboardsPlan, grafanaPagesPlan, grafanaPlan } from "./dashboards-plan.ts";
import { agentEnvironmentOutside, pageUrl } from "./exposure-plan.ts";
import { addressesOnHost, dockerPlan } from "./docker-plan.ts";
import { grafanaTarget } from "./grafana-target.ts";
import { jaegerPlan } from "./jaeger-plan.ts";
import { honeycombPlan } from "./honeycomb-plan.ts";
import { langfusePlan } from "./langfuse.ts";
import { kubernetesPlan } from "./kubernetes-plan.ts";
import { managedGrafanaPlan } from "./managed-grafana.ts";
import { metricsStore } from "./metrics-store.ts";
import type { PresetName } from "./presets/names.ts";
import { secretsPlan } from "./secrets-plan.ts";
import type { Settings } from "./settings.ts";
import { type Footprints, footprintsFor } from "./footprint.ts";
import { METRICS_DELAY_SECONDS, SCRAPE_EVERY_SECONDS } from "./intervals.ts";
import { type Load, loadOf } from "./load.ts";
import { type Sizes, sizesFor } from "./sizes.ts";
import { tempoPlan } from "./tempo-plan.ts";

/** Every decision about a stack, made once, as plain values. Nothing is rendered, nothing secret. */
export interface Plan {
  readonly preset: PresetName;
  readonly environment: string;
  readonly platform: Settings["platform"];
  /** Where in a cluster, on that platform. */
  readonly kubernetes?: KubernetesPlan;
  /** On which engine, on that platform. */
  readonly docker?: DockerPlan;
  readonly protectData: boolean;
  /** What the kit makes by itself. */
  readonly secrets: SecretsPlan;
  /** In an order in which they may start. */
  readonly workloads: readonly InstanceName[];
  /** How many of each; 1 where it is not named. */
  readonly replicas: Readonly<Partial<Record<WorkloadName, number>>>;
  readonly addresses: Addresses;
  /** DNS names that have an address for each pod of a workload whose pods have no names. */
  readonly podLookups: Readonly<Partial<Record<WorkloadName, string>>>;
  readonly sizes: Sizes;
  readonly load: Load;
  /** What each replica of each workload is given. */
  readonly footprints: Footprints;
  /** Where metrics are written and read, where the stack runs the store. */
  readonly metricsStore: MetricsStore;
  readonly collector: CollectorPlan;
  readonly jaeger: JaegerPlan;
  readonly tempo: TempoPlan;
  readonly victoriametrics: VictoriaMetricsPlan;
  /** Where the kit runs it. */
  readonly langfuse?: LangfusePlan | undefined;
  /** Where the kit sets it up. */
  readonly honeycomb?: HoneycombPlan | undefined;
  readonly vmalert: VmalertPlan;
  readonly alertmanager: AlertmanagerPlan;
  readonly alerts: AlertsPlan;
  readonly dashboards: DashboardsPlan;
  /** The rules as Grafana-managed alerts, wherever they are made. */
  readonly grafanaRules: GrafanaTarget;
  /** What is made in a Grafana that the stack does not run. */
  readonly managedGrafana?: ManagedGrafanaPlan | undefined;
  /** Its pages, where they differ from those of the stack's own. */
  readonly grafanaPages?: DashboardsPlan | undefined;
  /** Where the stack runs one. */
  readonly grafana: GrafanaPlan;
  /** What every agent is started with. */
  readonly agentEnvironment: Readonly<Record<string, string>>;
  /** The same for those outside of the cluster, where they are let in. */
  readonly agentEnvironmentOutside?: Readonly<Record<string, string>> | undefined;
  /** What of it is secret, by the names of the secrets. */
  readonly agentSecrets: readonly AgentSecret[];
}

/** Decides everything about a stack from its settings. Settings come checked: it can't fail. */
export function planFor(settings: Settings): Plan {
  const workloads = instancesFor(settings);
  const addresses = addressesFor(settings);
  const sizes = sizesFor(settings);
  const load = loadOf(settings, sizes);
  const alerts = alertsPlan(settings);
  const collector = collectorPlan(settings, { sizes, load, alerts });
  const onHost = addressesOnHost(settings, addresses);
  const agents = agentEnvironment(settings, onHost);
  const langfuse = langfusePlan(settings);
  const dashboards = dashboardsPlan(settings, onHost, alerts, langfuse);
  const grafanaPages = grafanaPagesPlan(settings, dashboards);
  const { dialect, dataSources } = grafanaPages ?? dashboards;
  const alertmanager = alertmanagerPlan(settings);
  const honeycomb = honeycombPlan(settings);
  return {
    preset: settings.preset,
    environment: settings.environment,
    platform: settings.platform,
    ...(settings.platform === "kubernetes" && { kubernetes: kubernetesPlan(settings) }),
    ...(settings.platform === "docker" && { docker: dockerPlan(settings) }),
    protectData: settings.protectData,
    secrets: secretsPlan(settings, collector),
    workloads,
    replicas: replicaCounts(settings),
    addresses,
    podLookups: podLookups(settings),
    sizes,
    load,
    footprints: footprintsFor({ settings, sizes, load }),
    metricsStore: metricsStore(settings),
    collector,
    jaeger: jaegerPlan(settings),
    tempo: tempoPlan(settings, sizes),
    victoriametrics: {
      retentionDays: settings.retention.metrics.days,
      latencyOffsetSeconds: METRICS_DELAY_SECONDS,
      scraped: workloadsOfInstances(workloads),
      scrapeEverySeconds: SCRAPE_EVERY_SECONDS,
      cluster: settings.victoriametrics.cluster,
    },
    ...(langfuse && { langfuse }),
    ...(honeycomb && { honeycomb }),
    vmalert: {
      store: metricsStore(settings),
      evaluateEverySeconds: settings.alerts.evaluateEverySeconds,
      evaluationDelaySeconds: METRICS_DELAY_SECONDS,
      externalUrl: pageUrl(settings, "vmalert"),
    },
    alertmanager,
    alerts,
    dashboards,
    grafanaRules: grafanaTarget(settings, alertmanager, { dialect, uid: dataSources?.metrics }),
    managedGrafana: managedGrafanaPlan(settings, dashboards.stores),
    grafanaPages,
    grafana: grafanaPlan(settings, workloadsOfInstances(workloads)),
    agentEnvironment: agents,
    agentEnvironmentOutside: agentEnvironmentOutside(settings, agents),
    agentSecrets: agentSecrets(settings),
  };
}

/** Whether anything of it is made at a vendor. */
export const hasManaged = ({ managedGrafana, honeycomb }: Plan): boolean =>
  managedGrafana !== undefined || honeycomb !== undefined;
