import type { WorkloadName } from "../../core/names.ts";

/** What is reached from outside of the cluster, and how. */
export interface ExposurePlan {
  readonly through: IngressPlan | GatewayPlan;
  /** Where the pods of the controller run that passes requests on: they are let in. */
  readonly controllerNamespace: string;
  readonly exposed: readonly Exposed[];
}

/** One port under one host name, which no other has. */
export interface Exposed {
  readonly workload: WorkloadName;
  readonly port: string;
  readonly host: string;
  /** Nothing but these exact paths of HTTP, or services of gRPC. */
  readonly only?: { readonly paths: readonly string[] } | { readonly services: readonly string[] };
  readonly annotations: Readonly<Record<string, string>>;
}

/** https://kubernetes.io/docs/concepts/services-networking/ingress/ */
export interface IngressPlan {
  readonly kind: "ingress";
  /** Undefined for the cluster's default. */
  readonly className?: string | undefined;
  readonly annotations: Readonly<Record<string, string>>;
  /** Undefined: in clear. */
  readonly tls?: IngressTls | undefined;
}

export type IngressTls =
  /** A Secret that is there already and good for every host. */
  | { readonly secretName: string }
  /** https://cert-manager.io/docs/usage/ingress/ */
  | { readonly clusterIssuer: string };

/** https://gateway-api.sigs.k8s.io/ */
export interface GatewayPlan {
  readonly kind: "gateway";
  /** Gateways that are there already, each with the listener that ends TLS. */
  readonly parents: readonly {
    readonly name: string;
    readonly namespace?: string | undefined;
    readonly sectionName: string;
  }[];
  /** ConfigMap in the stack's namespace whose `ca.crt` signed the collector's certificate. */
  readonly backendCa?: string | undefined;
}

/** Pages for people, by workload: the port, and whether it asks who they are. */
export const PAGES = {
  jaeger: { port: "ui", login: false },
  victoriametrics: { port: "http", login: false },
  vmalert: { port: "http", login: false },
  alertmanager: { port: "http", login: false },
  grafana: { port: "http", login: true },
  "langfuse-web": { port: "http", login: true },
} as const satisfies Partial<
  Record<WorkloadName, { readonly port: string; readonly login: boolean }>
>;
export type PageName = keyof typeof PAGES;
export const pageNames = Object.keys(PAGES) as PageName[];
