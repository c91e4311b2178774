import { stringify } from "yaml";
import type { FleetPlan } from "./plan.ts";

/** Agents on the same host send here: the standard ports, on loopback. */
const LISTEN = { grpc: "127.0.0.1:4317", http: "127.0.0.1:4318" } as const;

/** What a collector on an agent's host does: takes OTLP and forwards it, as it is. */
export const fleetPipeline = (plan: FleetPlan): string =>
  plan.collectors === "alloy" ? alloy(plan) : otel(plan);

/** https://grafana.com/docs/alloy/latest/reference/components/otelcol/otelcol.exporter.otlphttp/ */
function alloy({ endpoint, tokenVariable }: FleetPlan): string {
  const headers =
    tokenVariable === undefined
      ? []
      : [`    headers  = { authorization = "Bearer " + sys.env("${tokenVariable}") }`];
  return [
    'otelcol.receiver.otlp "agents" {',
    `  grpc { endpoint = "${LISTEN.grpc}" }`,
    `  http { endpoint = "${LISTEN.http}" }`,
    "  output {",
    "    traces  = [otelcol.exporter.otlphttp.agentobs.input]",
    "    metrics = [otelcol.exporter.otlphttp.agentobs.input]",
    "  }",
    "}",
    "",
    'otelcol.exporter.otlphttp "agentobs" {',
    "  client {",
    `    endpoint = "${endpoint}"`,
    ...headers,
    "  }",
    "}",
    "",
  ].join("\n");
}

/** https://opentelemetry.io/docs/collector/configuration/ */
function otel({ endpoint, tokenVariable }: FleetPlan): string {
  const pipeline = { receivers: ["otlp/agents"], exporters: ["otlphttp/agentobs"] };
  return stringify(
    {
      receivers: {
        "otlp/agents": {
          protocols: { grpc: { endpoint: LISTEN.grpc }, http: { endpoint: LISTEN.http } },
        },
      },
      exporters: {
        "otlphttp/agentobs": {
          endpoint,
          ...(tokenVariable !== undefined && {
            headers: { authorization: `Bearer \${env:${tokenVariable}}` },
          }),
        },
      },
      service: { pipelines: { traces: pipeline, metrics: pipeline } },
    },
    { aliasDuplicateObjects: false },
  );
}
