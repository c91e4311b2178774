/** The folder of pages and rules, unless the settings name another. */
export const FOLDER_UID = "agentobs";

/** Names of the secrets that a stack hands over which the kit makes: its collector refers to them. */
export const MADE_BY_STACK = {
  /** Its OTLP address. */
  endpoint: "grafana-cloud-otlp-url",
  /** Its number, the user of that address. */
  instanceId: "grafana-cloud-instance-id",
  /** That may write metrics and traces. */
  token: "grafana-cloud-token",
} as const;

/** Every decision about what the kit makes in a Grafana that it does not run, as plain values. */
export interface ManagedGrafanaPlan {
  readonly instance: GrafanaInstance | CloudStack;
  readonly folder: FolderPlan;
  /** Whether the pages are made. */
  readonly dashboards: boolean;
  /** Whether it evaluates the rules, and tells the receivers. */
  readonly rules: boolean;
  /** Those that are made. Others are there already. */
  readonly dataSources: readonly DataSourcePlan[];
  readonly slos: readonly SloPlan[];
  readonly evaluators: readonly EvaluatorPlan[];
  readonly fleet?: FleetPlan | undefined;
}

/** One that is there already. Secrets are names. */
export interface GrafanaInstance {
  readonly kind: "existing";
  /** Without a trailing slash. */
  readonly url: string;
  readonly serviceAccountTokenSecret: string;
  /** PEM. */
  readonly ca?: string | undefined;
}

/** A stack of Grafana Cloud that the kit makes. */
export interface CloudStack {
  readonly kind: "stack";
  readonly slug: string;
  readonly name: string;
  readonly region: string;
  readonly cloudTokenSecret: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly tokenDays: number;
  readonly renewBeforeDays: number;
  /** Whether it outlives everything else. */
  readonly protect: boolean;
}

export type Permission = "View" | "Edit" | "Admin";

export interface FolderPlan {
  readonly uid: string;
  readonly title: string;
  /** All of them: what is not listed here is taken away. */
  readonly permissions: readonly (
    | { readonly role: "Viewer" | "Editor"; readonly permission: Permission }
    | { readonly teamId: string; readonly permission: Permission }
  )[];
}

export interface DataSourcePlan {
  readonly uid: string;
  readonly name: string;
  readonly type: "prometheus" | "tempo" | "jaeger";
  /** Where Grafana's server reaches it. */
  readonly url: string;
}

/** A service level objective: a share of what agents do must be good. */
export interface SloPlan {
  readonly name: string;
  /** Which events, and which of them are good. */
  readonly measured: "tool-calls" | "runs" | "run-duration";
  /** Of `run-duration`: a bound of the metric's buckets. */
  readonly withinSeconds?: number | undefined;
  /** Undefined for all. */
  readonly agent?: string | undefined;
  /** `deployment.environment.name` of what is counted. */
  readonly environment: string;
  /** Data source that holds the counters, and gets what is recorded. */
  readonly metricsUid: string;
  readonly percent: number;
  readonly days: number;
  /** Whether its burn rate alerts. */
  readonly alerts: boolean;
}

/** Scores a share of the answers that Agent Observability makes of the spans. */
export interface EvaluatorPlan {
  readonly id: string;
  readonly description?: string | undefined;
  readonly version: string;
  readonly kind: string;
  /** As the vendor documents them, by kind. */
  readonly config: object;
  readonly outputKeys: readonly object[];
  readonly selector: string;
  /** Undefined for all. */
  readonly agent?: string | undefined;
  readonly percent: number;
}

/** Collectors on agents' hosts, which Fleet Management configures to forward to the stack's. */
export interface FleetPlan {
  /** Unique in the fleet. */
  readonly name: string;
  readonly collectors: "alloy" | "otel";
  /** https://grafana.com/docs/grafana-cloud/send-data/fleet-management/ */
  readonly matchers: readonly string[];
  /** OTLP over HTTP. */
  readonly endpoint: string;
  /** Environment variable of those hosts. */
  readonly tokenVariable?: string | undefined;
  /** Of a stack that is there; one that is made knows it by itself. */
  readonly access?:
    | { readonly url: string; readonly userId: string; readonly tokenSecret: string }
    | undefined;
}

/** Where people find it. */
export function grafanaUrl({ instance }: Pick<ManagedGrafanaPlan, "instance">): string {
  return instance.kind === "existing" ? instance.url : `https://${instance.slug}.grafana.net`;
}
