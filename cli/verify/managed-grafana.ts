import type { Backend } from "./ask.ts";
import { type SecretValue, withoutSecrets } from "./credentials.ts";
import { type GrafanaContents, grafanaContents } from "./stores/grafana-contents.ts";
import { prometheusMetrics } from "./stores/prometheus.ts";
import { tempoTraces } from "./stores/tempo.ts";
import { type Known, MANAGED_PATIENCE_SECONDS, type Unknown } from "./target.ts";

/** A Grafana through which verify asks the stores behind it. */
export interface GrafanaTarget {
  /** Of the stack: `https://<stack>.grafana.net`. */
  readonly url: string;
  /** Of a service account that may query data sources and read folders, dashboards and rules. */
  readonly token: string;
  readonly datasources: { readonly prometheus: string; readonly tempo: string };
  /** Absent where the kit puts nothing into it. */
  readonly contents?: GrafanaContents | undefined;
}

/** The same as a plan has it: the token by the name of its secret. */
export type GrafanaPlace = Omit<GrafanaTarget, "token"> & { readonly tokenSecret: string };

/** With the token, or why there is none. */
export function grafanaTarget(
  { tokenSecret, ...place }: GrafanaPlace,
  secretValue: SecretValue,
): GrafanaTarget | Unknown {
  const token = secretValue(tokenSecret);
  return token === undefined ? withoutSecrets([tokenSecret]) : { ...place, token };
}

const NOWHERE: Unknown = {
  because:
    "neither its Grafana nor a token that may read there is known: the endpoint is for sending",
  fix: "agentobs:grafanaCloud.existing: { url: …, serviceAccountTokenSecret: … }",
};

/**
 * Grafana Cloud's own stores want an id and a token each. Its Grafana knows both: questions go through
 * its data sources, with one token that may only read.
 * https://grafana.com/docs/grafana/latest/developers/http_api/data_source/#data-source-proxy-calls
 */
export function lookIntoGrafanaCloud(
  title: string,
  target: GrafanaTarget | Unknown = NOWHERE,
): Known | Unknown {
  if ("because" in target) return target;
  const { token, datasources, contents } = target;
  const headers = { authorization: `Bearer ${token}` };
  const grafana: Backend = { url: target.url.replace(/\/+$/, ""), headers };
  const behind = (uid: string): Backend => ({
    url: `${grafana.url}/api/datasources/proxy/uid/${encodeURIComponent(uid)}`,
    headers,
  });
  return {
    traces: tempoTraces(behind(datasources.tempo)),
    metrics: prometheusMetrics(title, behind(datasources.prometheus)),
    contents: contents && (() => grafanaContents(title, grafana, contents)),
    patienceSeconds: MANAGED_PATIENCE_SECONDS,
    everyMillis: EVERY_MILLIS,
  };
}

const EVERY_MILLIS = 3000;
