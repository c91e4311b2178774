import type { Contract } from "./strict-http.ts";

/** What each destination documents, with keys that only the tests know. */
export const SECRETS = {
  "langfuse-public-key": "pk-lf-1234",
  "langfuse-secret-key": "sk-lf-$$pa:ss ${word}",
  "grafana-token": "glc_abc=",
  "honeycomb-key": "hcaik_0123",
  "tempo-password": "s3cret",
  "otlp-key": "Bearer abc",
} as const;

/** https://langfuse.com/integrations/native/opentelemetry */
export const LANGFUSE: Contract = {
  takes: {
    "/api/public/otel/v1/traces": {
      signal: "traces",
      headers: { "x-langfuse-ingestion-version": "4" },
    },
  },
  encoding: "gzip",
  basic: `${SECRETS["langfuse-public-key"]}:${SECRETS["langfuse-secret-key"]}`,
  maxSpanBytes: 9_500_000,
};

/** https://grafana.com/docs/grafana-cloud/send-data/otlp/otlp-format-considerations/ */
export const GRAFANA_CLOUD: Contract = {
  takes: { "/otlp/v1/traces": { signal: "traces" }, "/otlp/v1/metrics": { signal: "metrics" } },
  encoding: "gzip",
  basic: `123456:${SECRETS["grafana-token"]}`,
};

/** https://docs.honeycomb.io/send-data/opentelemetry/ */
export const HONEYCOMB: Contract = {
  takes: {
    "/v1/traces": {
      signal: "traces",
      headers: { "x-honeycomb-team": SECRETS["honeycomb-key"] },
      without: ["x-honeycomb-dataset"],
    },
    "/v1/metrics": {
      signal: "metrics",
      headers: {
        "x-honeycomb-team": SECRETS["honeycomb-key"],
        "x-honeycomb-dataset": "agentobs-metrics",
      },
    },
  },
  encoding: "gzip",
  maxRequestBytes: 5_000_000,
};

/** https://docs.victoriametrics.com/victoriametrics/integrations/opentelemetry/ */
export const VICTORIAMETRICS: Contract = {
  takes: { "/tenant/opentelemetry/v1/metrics": { signal: "metrics" } },
  encoding: "gzip",
};

/** https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export const OTLP: Contract = {
  takes: {
    "/v1/traces": { signal: "traces", headers: { "x-api-key": SECRETS["otlp-key"] } },
    "/v1/metrics": { signal: "metrics", headers: { "x-api-key": SECRETS["otlp-key"] } },
  },
  encoding: "gzip",
};
