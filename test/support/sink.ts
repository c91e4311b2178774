import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { binary } from "./binaries.ts";
import { localUrl, type Running, running } from "./collector-process.ts";
import { freePort, LOOPBACK } from "./ports.ts";

/** Where a generated file sends to. */
export interface Targets {
  readonly jaeger: string;
  readonly victoriaMetrics: URL;
}

/** What one file sends to: of two tiers, each names one of the two. */
export function targetsOf(yaml: string): Partial<Targets> {
  const { exporters } = parse(yaml) as {
    exporters: Record<string, { endpoint?: string; metrics_endpoint?: string }>;
  };
  const jaeger = exporters["otlp_grpc/jaeger"]?.endpoint;
  const store = exporters["otlp_http/victoriametrics"]?.metrics_endpoint;
  return {
    ...(jaeger !== undefined && { jaeger }),
    ...(store !== undefined && { victoriaMetrics: new URL(store) }),
  };
}

/** Stands in for the destinations: a second collector that writes what it gets to files. */
export async function startSink(
  { jaeger, victoriaMetrics }: Targets,
  folder: string,
  written: (signal: "traces" | "metrics") => string,
  takesMetrics: boolean,
): Promise<Running> {
  const health = await freePort();
  const file = (signal: "traces" | "metrics") => ({
    [`file/${signal}`]: { path: written(signal), flush_interval: "100ms" },
  });
  const http = { endpoint: victoriaMetrics.host, metrics_url_path: victoriaMetrics.pathname };
  const sink = {
    extensions: { health_check: { endpoint: `${LOOPBACK}:${health}` } },
    receivers: {
      "otlp/traces": { protocols: { grpc: { endpoint: jaeger } } },
      ...(takesMetrics && { "otlp/metrics": { protocols: { http } } }),
    },
    exporters: { ...file("traces"), ...(takesMetrics && file("metrics")) },
    service: {
      extensions: ["health_check"],
      telemetry: { metrics: { level: "none" } },
      pipelines: {
        traces: { receivers: ["otlp/traces"], exporters: ["file/traces"] },
        ...(takesMetrics && {
          metrics: { receivers: ["otlp/metrics"], exporters: ["file/metrics"] },
        }),
      },
    },
  };
  const path = join(folder, "sink.yaml");
  writeFileSync(path, stringify(sink));
  return running(binary("collector"), ["--config", path], {}, localUrl(health));
}
