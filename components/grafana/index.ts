import type { MetricsStore } from "../victoriametrics/store.ts";
import type { Description, WorkloadContext } from "../workload.ts";
import { iniText } from "./ini.ts";

/** Every decision about Grafana, as plain values. */
export interface GrafanaPlan {
  /** Where a browser finds it; undefined where only a forwarded port leads to it. */
  readonly rootUrl?: string | undefined;
  /** Where it reads metrics. */
  readonly metrics: MetricsStore["read"];
  /** The stores that it reads. */
  readonly reads: readonly (keyof StoreUrls)[];
  /** Which workload answers for Tempo, where that is none of its own name. */
  readonly tempo?: "tempo" | "tempo-query-frontend" | undefined;
}

/** Addresses of the stores as Grafana's server reaches them, without a trailing slash. */
export interface StoreUrls {
  readonly victoriametrics?: string | undefined;
  readonly jaeger?: string | undefined;
  readonly tempo?: string | undefined;
  readonly alertmanager?: string | undefined;
}

/** What it shows, as text by file name. */
export interface GrafanaContent {
  readonly dashboards: Readonly<Record<string, string>>;
  readonly provisioning: (stores: StoreUrls) => Readonly<Record<string, string>>;
}

/** Names of the stack's secrets that it needs. */
export const GRAFANA_SECRETS = {
  /** Of the user `admin`. Read when the database is made: `grafana cli admin` changes it later. */
  adminPassword: "grafana-admin-password",
  /** Encrypts what it stores. The default stands in Grafana's sources, for everybody to read. */
  encryptionKey: "grafana-secret-key",
} as const;

/**
 * Grafana with everything provisioned: it keeps only what people add by hand.
 * https://grafana.com/docs/grafana/latest/setup-grafana/configure-docker/
 */
export function grafana(plan: GrafanaPlan, content: GrafanaContent) {
  return (context: WorkloadContext<"grafana">): Description => ({
    summary: "draws the dashboards, finds traces, shows alerts",
    tool: "grafana",
    args: [],
    // Read by the image's own start script, which hands them on as arguments.
    environment: {
      GF_PATHS_CONFIG: context.path("grafana.ini"),
      GF_PATHS_DATA: context.data(),
      GF_PATHS_LOGS: context.data("log"),
      GF_PATHS_PLUGINS: context.data("plugins"),
      GF_PATHS_PROVISIONING: context.path("provisioning"),
      AGENTOBS_DASHBOARDS: context.path("dashboards"),
    },
    secrets: Object.values(GRAFANA_SECRETS).map((secret) => ({ secret, file: secret })),
    files: {
      "grafana.ini": iniText(options(plan, context)),
      ...below("dashboards", content.dashboards),
      ...below("provisioning", content.provisioning(storeUrls(plan, context))),
    },
    data: { retention: "what people add by hand" },
    // Data sources are programs beside it: each talks to it through a socket there.
    scratch: ["/tmp"],
    // Its first start makes the database, some hundred steps.
    health: { port: "http", path: "/api/health", startSeconds: 180 },
    stopSeconds: 20,
  });
}

/**
 * The options that differ from Grafana's own.
 * https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/
 */
function options({ rootUrl }: GrafanaPlan, context: WorkloadContext<"grafana">) {
  const [host, port] = context.listen("http").split(":");
  const secret = (name: string): string => `$__file{${context.secretPath(name)}}`;
  const behindTls = rootUrl?.startsWith("https:") ?? false;
  return {
    server: { http_addr: host, http_port: port, root_url: rootUrl },
    security: {
      admin_user: "admin",
      admin_password: secret(GRAFANA_SECRETS.adminPassword),
      secret_key: secret(GRAFANA_SECRETS.encryptionKey),
      cookie_secure: behindTls,
      strict_transport_security: behindTls,
      disable_gravatar: true,
    },
    "auth.anonymous": { enabled: false },
    users: { allow_sign_up: false, allow_org_create: false },
    // Nothing leaves the cluster.
    analytics: {
      reporting_enabled: false,
      check_for_updates: false,
      check_for_plugin_updates: false,
      feedback_links_enabled: false,
    },
    news: { news_feed_enabled: false },
    snapshots: { external_enabled: false },
    plugins: {
      // It would replace the plugins of its image by newer ones at each start: on a read-only root
      // that ends with the data sources gone. https://github.com/grafana/grafana/issues/132528
      preinstall_disabled: true,
      public_key_retrieval_disabled: true,
    },
    dashboards: { default_home_dashboard_path: context.path("dashboards/overview.json") },
    log: { mode: "console", level: "warn" },
  };
}

function storeUrls(
  { reads, metrics, tempo = "tempo" }: GrafanaPlan,
  context: WorkloadContext<"grafana">,
): StoreUrls {
  const addresses: Record<keyof StoreUrls, () => string> = {
    victoriametrics: () => `${context.at(metrics.workload, "http", "reads")}${metrics.path}`,
    jaeger: () => context.at("jaeger", "ui", "reads"),
    tempo: () => context.at(tempo, "http", "reads"),
    alertmanager: () => context.at("alertmanager", "http", "reads"),
  };
  return Object.fromEntries(reads.map((store) => [store, `http://${addresses[store]()}`]));
}

const below = (folder: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]));
