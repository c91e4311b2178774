import {
  type CloudStack,
  type DataSourcePlan,
  type FleetPlan,
  type FolderPlan,
  type GrafanaInstance,
  MADE_BY_STACK,
  type ManagedGrafanaPlan,
  type SloPlan,
} from "../components/managed/grafana/plan.ts";
import type { StoreUrls } from "../components/grafana/index.ts";
import type { Dialect } from "../components/core/promql-text.ts";
import { bare } from "./destination-urls.ts";
import { runningFor } from "./running.ts";
import type { Settings } from "./settings.ts";

/** Data sources of pages and rules, by uid. A page without one lets its reader choose. */
export interface DataSourceUids {
  readonly metrics?: string | undefined;
  readonly tempo?: string | undefined;
  readonly jaeger?: string | undefined;
}

/** What those are called that the kit makes, or provisions in a Grafana of its own. */
const OWN = {
  metrics: { uid: "agentobs-metrics", name: "Agent metrics", type: "prometheus" },
  tempo: { uid: "agentobs-tempo", name: "Agent traces (Tempo)", type: "tempo" },
  jaeger: { uid: "agentobs-jaeger", name: "Agent traces (Jaeger)", type: "jaeger" },
} as const satisfies Record<string, Omit<DataSourcePlan, "url">>;
type Store = keyof typeof OWN;
export const STORES = Object.keys(OWN) as Store[];

/** Where rules look for their metrics unless something else is known. */
export const METRICS_UID = OWN.metrics.uid;

/** What the kit makes in a Grafana that it does not run; undefined where it is handed none. */
export function managedGrafanaPlan(
  settings: Settings,
  stores: StoreUrls,
): ManagedGrafanaPlan | undefined {
  const { grafanaCloud, grafana } = settings;
  if (grafanaCloud) {
    const { folder, dashboards, existing, evaluators, fleet } = grafanaCloud;
    return {
      instance: existing
        ? { kind: "existing", ...existing, url: bare(existing.url) }
        : stackPlan(settings),
      folder: folderPlan(folder),
      dashboards,
      rules: true,
      dataSources: [],
      slos: sloPlans(settings),
      evaluators,
      ...(fleet && { fleet: fleetPlan(fleet, folder.uid) }),
    };
  }
  const { manage } = grafana;
  if (!manage) return undefined;
  const { url, serviceAccountTokenSecret, ca, folder, dashboards } = manage;
  return {
    instance: {
      kind: "existing",
      url: bare(url),
      serviceAccountTokenSecret,
      ...(ca !== undefined && { ca }),
    } satisfies GrafanaInstance,
    folder: folderPlan(folder),
    dashboards,
    rules: rulesInGrafana(settings),
    dataSources: STORES.flatMap((store) => {
      const at = manage.dataSources[store] ?? ownStore(store, settings, stores);
      return at?.url === undefined ? [] : [{ ...OWN[store], url: bare(at.url) }];
    }),
    slos: [],
    evaluators: [],
  };
}

/** Whether Grafana evaluates the rules and tells the receivers, in place of the stack's own parts. */
export function rulesInGrafana(settings: Settings): boolean {
  const { grafanaCloud, grafana } = settings;
  if (grafanaCloud) return true;
  if (!grafana.manage) return false;
  return (
    grafana.manage.rules ?? !runningFor(settings).some(({ workload }) => workload === "vmalert")
  );
}

/** The data sources by uid, where the kit knows them. */
export function dataSourceUids(settings: Settings, stores: StoreUrls): DataSourceUids {
  const { grafanaCloud, grafana } = settings;
  if (grafanaCloud) {
    const { metricsUid, tracesUid } = grafanaCloud.dataSources;
    return { metrics: metricsUid, tempo: tracesUid };
  }
  const { manage } = grafana;
  if (!manage) return {};
  const uidOf = (store: Store): string | undefined => {
    const at = manage.dataSources[store] ?? ownStore(store, settings, stores);
    return at && (at.uid ?? OWN[store].uid);
  };
  return { metrics: uidOf("metrics"), tempo: uidOf("tempo"), jaeger: uidOf("jaeger") };
}

/** A store of the stack that a Grafana on the same host reaches. In a cluster its policies forbid it. */
function ownStore(
  store: Store,
  { platform }: Settings,
  { victoriametrics, tempo, jaeger }: StoreUrls,
): { readonly url: string; readonly uid?: undefined } | undefined {
  if (platform !== "process") return undefined;
  const url = { metrics: victoriametrics, tempo, jaeger }[store];
  return url === undefined ? undefined : { url };
}

/** The language of the store that answers: only VictoriaMetrics knows more than Prometheus. */
export function dialectFor({ destinations }: Pick<Settings, "destinations">): Dialect {
  return destinations.some(({ type }) => type === "victoriametrics")
    ? "victoriametrics"
    : "prometheus";
}

/** Whether the kit makes the stack that a destination without an address means. */
export const makesStack = ({ grafanaCloud }: Pick<Settings, "grafanaCloud">): boolean =>
  grafanaCloud?.managed !== undefined;

/** What is known of it only when it is there stands in the settings as the names of secrets. */
export function withMadeStack(settings: Settings): Settings {
  if (!makesStack(settings)) return settings;
  const { endpoint: endpointSecret, instanceId: instanceIdSecret, token } = MADE_BY_STACK;
  const destinations = settings.destinations.map((destination) =>
    isMadeStack(destination)
      ? { ...destination, endpointSecret, instanceIdSecret, tokenSecret: token }
      : destination,
  );
  return { ...settings, destinations };
}

type Destination = Settings["destinations"][number];

/** One without an address of its own. */
export const isMadeStack = (destination: Destination): boolean =>
  destination.type === "grafana-cloud" &&
  destination.endpoint === undefined &&
  destination.endpointSecret === undefined;

function stackPlan({ grafanaCloud, protectData }: Settings): CloudStack {
  const { managed } = grafanaCloud ?? {};
  if (!managed) throw new Error("settings name neither a stack nor one to make");
  return { kind: "stack", ...managed, name: managed.name ?? managed.slug, protect: protectData };
}

type Fleet = NonNullable<NonNullable<Settings["grafanaCloud"]>["fleet"]>;

function fleetPlan({ url, userId, tokenSecret, ...fleet }: Fleet, name: string): FleetPlan {
  const known = url !== undefined && userId !== undefined && tokenSecret !== undefined;
  return { name, ...fleet, ...(known && { access: { url: bare(url), userId, tokenSecret } }) };
}

function sloPlans({ grafanaCloud, environment }: Settings): SloPlan[] {
  if (!grafanaCloud) return [];
  const { metricsUid } = grafanaCloud.dataSources;
  return grafanaCloud.slos.map(({ type, ...slo }) => ({
    ...slo,
    measured: type,
    environment,
    metricsUid,
  }));
}

const PERMISSIONS = { view: "View", edit: "Edit", admin: "Admin" } as const;

type Folder = NonNullable<Settings["grafanaCloud"]>["folder"];

function folderPlan({ uid, title, viewers, editors, teams }: Folder): FolderPlan {
  const role = (name: "Viewer" | "Editor", may: Folder["editors"]) =>
    may === "none" ? [] : [{ role: name, permission: PERMISSIONS[may] }];
  return {
    uid,
    title,
    permissions: [
      ...role("Viewer", viewers),
      ...role("Editor", editors),
      ...teams.map(({ id, permission }) => ({ teamId: id, permission: PERMISSIONS[permission] })),
    ],
  };
}
