import type { AlertsPlan } from "../alerts/plan.ts";
import type { WorkloadName } from "../components/core/names.ts";
import type { GrafanaPlan } from "../components/grafana/index.ts";
import type { LangfusePlan } from "../components/langfuse/plan.ts";
import type { Addresses } from "../components/workload.ts";
import type { DashboardsPlan } from "../dashboards/plan.ts";
import { pageUrl } from "./exposure-plan.ts";
import { langfuseProjectUrl, projectUrlElsewhere } from "./langfuse.ts";
import { metricsStore, metricsUrlOf } from "./metrics-store.ts";
import type { Settings } from "./settings.ts";

/** What the dashboards read, and where their links lead. */
export function dashboardsPlan(
  settings: Settings,
  addresses: Addresses,
  alerts: AlertsPlan,
  langfuse: LangfusePlan | undefined,
): DashboardsPlan {
  const { platform } = settings;
  const { jaeger, alertmanager } = addresses;
  const tempo = addresses.tempo ?? addresses["tempo-query-frontend"];
  const jaegerUrl = jaeger && urlOf(jaeger.ui);
  const langfuseUrl = langfuse ? langfuseProjectUrl(langfuse) : projectUrlElsewhere(settings);
  return {
    dialect: "victoriametrics",
    stores: {
      victoriametrics: metricsUrlOf(addresses, metricsStore(settings)),
      jaeger: jaegerUrl,
      tempo: tempo && urlOf(tempo.http),
      alertmanager: alertmanager && urlOf(alertmanager.http),
    },
    alerts,
    // A browser knows no name of a cluster's services, but Grafana's server does.
    traces: {
      ...(platform === "process" && { jaegerUrl }),
      inGrafana: [
        ...(platform !== "process" && jaeger ? ["jaeger" as const] : []),
        ...(tempo ? ["tempo" as const] : []),
      ],
      ...(langfuseUrl !== undefined && { langfuseUrl }),
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
