import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  GRAFANA_CLOUD,
  HONEYCOMB,
  LANGFUSE,
  OTLP,
  SECRETS,
  VICTORIAMETRICS,
} from "../support/contracts.ts";
import { type ExportingCollector, startExporting } from "../support/exporting.ts";
import { eventually, latest, total } from "../support/metrics.ts";
import { startStrictGrpc, type StrictGrpc } from "../support/strict-grpc.ts";
import { CA, startStrict, type StrictServer } from "../support/strict-http.ts";
import { inference, span, traces } from "../support/traffic.ts";

const CALLS = 30;
const COUNTED = "agent.llm.tokens";

/** One collector sends to all of them at once, over TLS that it verifies. */
describe("each destination's contract holds", () => {
  let collector: ExportingCollector;
  let http: Record<"langfuse" | "grafana" | "honeycomb" | "victoria" | "otlp", StrictServer>;
  let tempo: StrictGrpc;
  let jaeger: StrictGrpc;

  beforeAll(async () => {
    const strict = (contract: typeof OTLP) => startStrict(contract, { tls: true });
    http = {
      langfuse: await strict(LANGFUSE),
      grafana: await startStrict(GRAFANA_CLOUD),
      honeycomb: await strict(HONEYCOMB),
      victoria: await strict(VICTORIAMETRICS),
      otlp: await strict(OTLP),
    };
    const basic = Buffer.from(`agentobs:${SECRETS["tempo-password"]}`).toString("base64");
    tempo = await startStrictGrpc({ "x-scope-orgid": "team-a", authorization: `Basic ${basic}` });
    jaeger = await startStrictGrpc({}, { tls: false });
    collector = await startExporting(
      [
        { type: "jaeger", endpoint: `http://${jaeger.address}` },
        {
          type: "tempo",
          endpoint: `https://${tempo.address}`,
          ca: CA,
          headers: { "x-scope-orgid": "team-a" },
          basicAuth: { username: "agentobs", passwordSecret: "tempo-password" },
        },
        { type: "victoriametrics", endpoint: `${http.victoria.url}/tenant/`, ca: CA },
        {
          type: "langfuse",
          endpoint: http.langfuse.url,
          ca: CA,
          publicKeySecret: "langfuse-public-key",
          secretKeySecret: "langfuse-secret-key",
        },
        {
          type: "grafana-cloud",
          endpointSecret: "grafana-otlp-url",
          instanceId: "123456",
          tokenSecret: "grafana-token",
        },
        { type: "honeycomb", endpoint: http.honeycomb.url, ca: CA, keySecret: "honeycomb-key" },
        {
          type: "otlp",
          endpoint: http.otlp.url,
          ca: CA,
          headerSecrets: { "x-api-key": "otlp-key" },
        },
      ],
      { ...SECRETS, "grafana-otlp-url": `${http.grafana.url}/otlp` },
    );
    const call = () => span({ attributes: inference({ "gen_ai.usage.input_tokens": 100 }) });
    const body = traces(Array.from({ length: CALLS }, call));
    expect(await collector.send("traces", body)).toBe(200);
    await eventually(
      () =>
        [http.langfuse, http.grafana, http.honeycomb, http.otlp].map((one) => one.spans().length),
      (counts) => counts.every((count) => count >= CALLS),
    );
  });
  afterAll(async () => {
    await collector.stop();
    tempo.stop();
    jaeger.stop();
    for (const server of Object.values(http)) await server.stop();
  });

  test.for(["langfuse", "grafana", "honeycomb", "otlp"] as const)(
    "%s takes every request at the first try, and every span once",
    (name) => {
      expect(http[name].seen.flatMap(({ problem }) => problem ?? [])).toEqual([]);
      expect(http[name].spans()).toHaveLength(CALLS);
      expect(new Set(http[name].spans().map(({ spanId }) => spanId)).size).toBe(CALLS);
    },
  );

  test.for(["grafana", "honeycomb", "victoria", "otlp"] as const)(
    "%s takes the metrics, cumulative and exact",
    async (name) => {
      const series = await eventually(
        () => latest(http[name].metrics()),
        (seen) => total(seen, COUNTED) === CALLS * 100,
      );
      expect(total(series, COUNTED)).toBe(CALLS * 100);
      expect(http[name].seen.flatMap(({ problem }) => problem ?? [])).toEqual([]);
    },
  );

  test("Langfuse is sent no metrics: its path would answer success and keep nothing", () => {
    expect(http.langfuse.seen.map(({ path }) => path)).not.toContain("/api/public/otel/v1/metrics");
  });

  test.for(["tempo", "jaeger"] as const)("%s takes every span over gRPC, once", async (name) => {
    const server = { tempo, jaeger }[name];
    const spans = await eventually(
      () => server.spans(),
      (seen) => seen.length >= CALLS,
    );
    expect(server.problems).toEqual([]);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(CALLS);
    expect(spans).toHaveLength(CALLS);
  });

  test("nothing was logged as an error or a warning", () => {
    expect(collector.logs()).not.toMatch(/\b(error|warn)\t/);
  });
});
