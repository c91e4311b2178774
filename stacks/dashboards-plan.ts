import type { AlertsPlan } from "../alerts/plan.ts";
import type { WorkloadName } from "../components/core/names.ts";
import type { GrafanaPlan } from "../components/grafana/index.ts";
import type { LangfusePlan } from "../components/langfuse/plan.ts";
import type { Addresses } from "../components/workload.ts";
import type { DashboardsPlan } from "../dashboards/plan.ts";
import { pageUrl } from "./exposure-plan.ts";
import { onOneHost } from "./platform.ts";
import { langfuseProjectUrl, projectUrlElsewhere } from "./langfuse.ts";
import { dataSourceUids, dialectFor } from "./managed-grafana.ts";
import { metricsStore, metricsUrlOf } from "./metrics-store.ts";
import type { Settings } from "./settings.ts";

/** What the dashboards read, and where their links lead. */
export function dashboardsPlan(
  settings: Settings,
  addresses: Addresses,
  alerts: AlertsPlan,
  langfuse: LangfusePlan | undefined,
): DashboardsPlan {
  const browserFindsJaeger = onOneHost(settings) && !settings.grafana.run;
  const { jaeger, alertmanager } = addresses;
  const tempo = addresses.tempo ?? addresses["tempo-query-frontend"];
  const jaegerUrl = jaeger && urlOf(jaeger.ui);
  const langfuseUrl = langfuse ? langfuseProjectUrl(langfuse) : projectUrlElsewhere(settings);
  return {
    dialect: dialectFor(settings),
    stores: {
      victoriametrics: metricsUrlOf(addresses, metricsStore(settings)),
      jaeger: jaegerUrl,
      tempo: tempo && urlOf(tempo.http),
      alertmanager: alertmanager && urlOf(alertmanager.http),
    },
    alerts,
    // A browser knows no name of a cluster's services, but Grafana's server does.
    traces: {
      ...(browserFindsJaeger && { jaegerUrl }),
      inGrafana: [
        ...(!browserFindsJaeger && jaeger ? ["jaeger" as const] : []),
        ...(tempo ? ["tempo" as const] : []),
      ],
      ...(langfuseUrl !== undefined && { langfuseUrl }),
    },
  };
}

/** The same as a Grafana shows it that the kit does not run; undefined where it is handed none. */
export function grafanaPagesPlan(
  settings: Settings,
  dashboards: DashboardsPlan,
): DashboardsPlan | undefined {
  if (!settings.grafanaCloud && !settings.grafana.manage) return undefined;
  const dataSources = dataSourceUids(settings, dashboards.stores);
  const { langfuseUrl } = dashboards.traces;
  return {
    ...dashboards,
    dialect: settings.grafanaCloud ? "prometheus" : dashboards.dialect,
    dataSources,
    traces: {
      ...(langfuseUrl !== undefined && { langfuseUrl }),
      inGrafana: (["jaeger", "tempo"] as const).filter((store) => dataSources[store]),
    },
  };
}

const READ = ["victoriametrics", "jaeger", "tempo", "alertmanager"] as const;

export function grafanaPlan(settings: Settings, workloads: readonly WorkloadName[]): GrafanaPlan {
  const { read } = metricsStore(settings);
  const rootUrl = settings.grafana.rootUrl ?? pageUrl(settings, "grafana");
  const frontend = workloads.find((name) => name === "tempo-query-frontend");
  const runs = (store: (typeof READ)[number]): boolean =>
    workloads.includes(store === "victoriametrics" ? read.workload : store) ||
    (store === "tempo" && frontend !== undefined);
  return { rootUrl, metrics: read, reads: READ.filter(runs), tempo: frontend };
}

const urlOf = ({ host, port }: { host: string; port: number }) => `http://${host}:${port}`;
