import type { GrafanaContents } from "../../../cli/verify/stores/grafana-contents.ts";
import { GRAFANA_CLOUD } from "../contracts.ts";
import { type Answer, type Asked, startStrict, type StrictServer } from "../strict-http.ts";
import { type Faults, faultOf } from "./faults.ts";
import { askPrometheus } from "./prometheus.ts";
import { samplesOf } from "./samples.ts";
import { askTempo } from "./tempo.ts";

/** Of the stack's Grafana; the access policy's token is good for sending only. */
export const SERVICE_ACCOUNT_TOKEN = "glsa_0123456789";
const PROXY = /^\/api\/datasources\/proxy\/uid\/([^/]+)(\/.*)$/;

/** What a test takes out of it. */
export interface Missing {
  dashboard?: string | undefined;
  rule?: string | undefined;
  failingRule?: string | undefined;
}

/**
 * A stack: its OTLP gateway, and its Grafana with the data sources, folder, dashboards and rules.
 * https://grafana.com/docs/grafana/latest/developers/http_api/data_source/#data-source-proxy-calls
 */
export function startGrafanaCloud(
  faults: Faults,
  contents: GrafanaContents,
  missing: Missing,
): Promise<StrictServer> {
  let server: StrictServer;
  const ask = (question: Asked): Answer | undefined => {
    const { headers, path } = question;
    if (!path.startsWith("/api/")) return undefined;
    if (headers.authorization !== `Bearer ${SERVICE_ACCOUNT_TOKEN}`)
      return { status: 401, body: { message: "Invalid API key" } };
    const tooMany = {
      status: 429,
      headers: { "retry-after": "1" },
      body: { message: "slow down" },
    };
    const fault = faultOf(faults, tooMany);
    if (fault) return fault;
    const [, uid, behind = ""] = PROXY.exec(path) ?? [];
    if (uid === undefined) return askGrafana(question, contents, missing);
    return proxied(uid, { ...question, path: behind }) ?? { status: 404, body: {} };
  };
  const proxied = (uid: string, question: Asked): Answer | undefined => {
    if (uid === "grafanacloud-traces") return askTempo(question, server.spans(), faults);
    if (uid === "grafanacloud-prom")
      return askPrometheus(question, samplesOf(server.metrics(), faults.lostMetric), faults);
    return { status: 404, body: { message: "Data source not found" } };
  };
  return startStrict(GRAFANA_CLOUD, { asked: ask }).then((started) => (server = started));
}

function askGrafana(
  { path, method, query }: Asked,
  { folderUid, dashboards, rules }: GrafanaContents,
  missing: Missing,
): Answer {
  const none = { status: 404, body: { message: "not found" } };
  if (method !== "GET") return { status: 405 };
  if (path === `/api/folders/${folderUid}`) return { status: 200, body: { uid: folderUid } };
  const uid = /^\/api\/dashboards\/uid\/(.+)$/.exec(path)?.[1];
  if (uid !== undefined)
    return uid in dashboards && uid !== missing.dashboard
      ? { status: 200, body: { dashboard: { uid }, meta: { folderUid } } }
      : none;
  if (path !== "/api/prometheus/grafana/api/v1/rules") return none;
  if (query.get("folder_uid") !== folderUid) return { status: 200, body: groups([]) };
  const there = Object.entries(rules).filter(([id]) => id !== missing.rule);
  return {
    status: 200,
    body: groups(
      there.map(([id, name]) => ({
        uid: id,
        folderUid,
        name,
        type: "alerting",
        ...(id === missing.failingRule
          ? { health: "error", lastError: "no such data source" }
          : { health: "ok" }),
      })),
    ),
  };
}

const groups = (rules: readonly object[]) => ({
  status: "success",
  data: { groups: [{ name: "agents", file: "agentobs", rules }] },
});
