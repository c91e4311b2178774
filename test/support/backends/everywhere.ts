import { grafanaTarget } from "../../../cli/verify/managed-grafana.ts";
import { honeycombTarget } from "../../../cli/verify/managed-honeycomb.ts";
import { type Managed, targetsOf } from "../../../cli/verify/targets.ts";
import { runVerify, type Verification } from "../../../cli/verify/run-verify.ts";
import { modelFacts } from "../../../cli/traffic/model-facts.ts";
import type { CollectorPlan } from "../../../components/collector/plan.ts";
import { SECRETS } from "../contracts.ts";
import { startExporting } from "../exporting.ts";
import { CA } from "../strict-http.ts";
import { type Faults, heal } from "./faults.ts";
import { type Missing, SERVICE_ACCOUNT_TOKEN, startGrafanaCloud } from "./grafana-cloud.ts";
import { CONFIGURATION_KEY, startHoneycomb } from "./honeycomb.ts";
import { startLangfuse } from "./langfuse.ts";
import { startPrometheus } from "./prometheus.ts";
import { startTempo } from "./tempo.ts";

const TENANT = { user: "agentobs", password: SECRETS["tempo-password"], tenant: "team-a" };
const WRITER = "writer:$$ecret";

const GRAFANA_CONTENTS = {
  folderUid: "agentobs",
  dashboards: { "agentobs-overview": "Overview", "agentobs-tools": "Tools" },
  rules: { "agentobs-1": "AgentLatencyP99High", "agentobs-2": "AgentTracesMissing (declared)" },
};
const HONEYCOMB_CONTENTS = {
  triggers: { "agentobs-metrics": ["AgentLatencyP99High"] },
  boards: ["AgentObs"],
};

export type BackendName = "tempo" | "prometheus" | "langfuse" | "grafana-cloud" | "honeycomb";

/**
 * One real collector that sends to a strict server of each kind, and verify as an operator runs it.
 * Each server has its own faults, which a test changes while it runs.
 */
export async function startEverywhere(change: Partial<CollectorPlan> = {}) {
  const faults: Record<BackendName, Faults> = {
    tempo: {},
    prometheus: {},
    langfuse: {},
    "grafana-cloud": {},
    honeycomb: {},
  };
  const missing: Missing = {};
  const tempo = await startTempo(TENANT, faults.tempo);
  const prometheus = await startPrometheus(WRITER, faults.prometheus);
  const langfuse = await startLangfuse(faults.langfuse);
  const grafana = await startGrafanaCloud(faults["grafana-cloud"], GRAFANA_CONTENTS, missing);
  const honeycomb = await startHoneycomb(faults.honeycomb, HONEYCOMB_CONTENTS);
  const secrets: Record<string, string> = { ...SECRETS, "prometheus-password": "$$ecret" };
  const collector = await startExporting(
    [
      {
        type: "tempo",
        endpoint: `https://${tempo.grpc.address}`,
        queryEndpoint: tempo.queryUrl,
        ca: CA,
        headers: { "x-scope-orgid": TENANT.tenant },
        basicAuth: { username: TENANT.user, passwordSecret: "tempo-password" },
      },
      {
        type: "prometheus",
        endpoint: `${prometheus.url}/api/v1/write`,
        basicAuth: { username: "writer", passwordSecret: "prometheus-password" },
      },
      { type: "langfuse", endpoint: langfuse.url, ca: CA },
      {
        type: "grafana-cloud",
        endpoint: `${grafana.url}/otlp`,
        instanceId: "123456",
        tokenSecret: "grafana-token",
      },
      { type: "honeycomb", endpoint: honeycomb.url, keySecret: "honeycomb-key" },
    ],
    secrets,
    change,
  );
  Object.assign(secrets, {
    "grafana-reader": SERVICE_ACCOUNT_TOKEN,
    "honeycomb-reader": CONFIGURATION_KEY,
  });
  const managedWith = (secretValue: (name: string) => string | undefined): Managed => ({
    grafanaCloud: grafanaTarget(
      {
        url: grafana.url,
        tokenSecret: "grafana-reader",
        datasources: { prometheus: "grafanacloud-prom", tempo: "grafanacloud-traces" },
        contents: GRAFANA_CONTENTS,
      },
      secretValue,
    ),
    honeycomb: honeycombTarget(
      {
        url: honeycomb.url,
        keySecret: "honeycomb-reader",
        dataset: "agentobs-metrics",
        mayQuery: true,
        contents: HONEYCOMB_CONTENTS,
        everyMillis: 500,
      },
      secretValue,
    ),
  });
  return {
    faults,
    missing,
    collector,
    servers: { tempo, prometheus, langfuse, grafana, honeycomb },
    /** @param only the destinations to look into; all where none is named */
    verify: ({
      only = [],
      timeoutSeconds = 12,
      secretValue = (name: string) => secrets[name],
    }: {
      readonly only?: readonly BackendName[];
      readonly timeoutSeconds?: number;
      readonly secretValue?: (name: string) => string | undefined;
    } = {}): Promise<Verification> => {
      const destinations = collector.destinations.filter(
        ({ name }) => only.length === 0 || only.includes(name as BackendName),
      );
      const managed = managedWith(secretValue);
      const targets = targetsOf(destinations, collector.endpoints, secretValue, managed);
      const { endpoints } = collector;
      return runVerify({ endpoints, targets, models: modelFacts, timeoutSeconds });
    },
    heal: () => {
      for (const each of Object.values(faults)) heal(each);
      heal(missing as Faults);
    },
    stop: async () => {
      await collector.stop();
      await tempo.stop();
      for (const server of [prometheus, langfuse, grafana, honeycomb]) await server.stop();
    },
  };
}
