import { join } from "node:path";
import { parse, stringify } from "yaml";
import { collector, ingestSteps } from "../../components/collector/index.ts";
import { modelTexts } from "../../components/collector/model-texts.ts";
import type { CollectorPlan } from "../../components/collector/plan.ts";
import { describeWorkload } from "../../components/describe-workload.ts";
import type { Workload } from "../../components/workload.ts";

/** From a bare collector to the whole pipeline, each stage with all before it. */
export const STAGES = {
  bare: "OTLP in, batches, OTLP out with gzip",
  bareTuned: "the same, with the garbage collection of the pipeline",
  protect: "+ memory limit and its garbage collection",
  normalise: "+ one vocabulary, errors, runs and tools told apart",
  strip: "+ content removed",
  bound: "+ labels bounded, models priced",
  derive: "+ metrics derived and exported",
  sample: "+ tail sampling, disk queue, no compression",
  export: "+ secrets searched after sampling: `redactAt: export`",
  ingest: "the same, searched before: `redactAt: ingest`",
} as const;
export type Stage = keyof typeof STAGES;
const ORDER = Object.keys(STAGES) as Stage[];
const reaches = (stage: Stage, other: Stage): boolean =>
  ORDER.indexOf(stage) >= ORDER.indexOf(other);

interface StagePorts {
  readonly otlpGrpc: number;
  readonly otlpHttp: number;
  readonly health: number;
  readonly metrics: number;
  readonly pprof: number;
}

interface Transform {
  trace_statements: unknown[];
}
interface Configuration {
  extensions: Record<string, object>;
  processors: Record<string, object>;
  exporters: Record<string, object>;
  connectors: Record<string, object>;
  service: {
    extensions: string[];
    telemetry: object;
    pipelines: Record<string, { receivers: string[]; processors: string[]; exporters: string[] }>;
  };
}

interface StageFile {
  readonly yaml: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** The generated configuration, cut down to what belongs to the stage. */
export function stageFile(
  stage: Stage,
  plan: CollectorPlan,
  folder: string,
  ports: StagePorts,
  drain: { readonly grpc: number; readonly http: number },
): StageFile {
  const content = { ...plan.content, redactAt: stage === "ingest" ? stage : "export" } as const;
  const workload = described({ ...plan, content }, folder, ports, drain);
  const config = parse(workload.files["collector.yaml"] ?? "") as Configuration;
  config.extensions["pprof"] = { endpoint: `127.0.0.1:${ports.pprof}` };
  config.service.extensions.push("pprof");
  if (!reaches(stage, "export")) cut(config, stage, plan, `127.0.0.1:${drain.grpc}`);
  return {
    yaml: stringify(config, { lineWidth: 0, aliasDuplicateObjects: false }),
    args: workload.args,
    // A bare collector runs as Go's defaults have it.
    environment: stage === "bare" ? {} : workload.environment,
  };
}

function described(
  plan: CollectorPlan,
  folder: string,
  ports: StagePorts,
  drain: { readonly grpc: number; readonly http: number },
): Workload {
  const at = (port: number) => ({ host: "127.0.0.1", port });
  const paths = { files: folder, data: join(folder, "data"), secrets: folder };
  const { otlpGrpc, otlpHttp, health, metrics } = ports;
  const addresses = {
    collector: {
      otlpGrpc: at(otlpGrpc),
      otlpHttp: at(otlpHttp),
      health: at(health),
      metrics: at(metrics),
      // Not opened: this store scrapes.
      ownMetrics: at(0),
    },
    jaeger: {
      ui: at(0),
      queryGrpc: at(0),
      otlpGrpc: at(drain.grpc),
      health: at(0),
      metrics: at(0),
    },
    victoriametrics: { http: at(drain.http) },
  };
  const platform = { bind: "127.0.0.1", paths: () => paths };
  const footprints = { collector: { memoryMiB: 1024, cpuMillis: 1000, diskGiB: 1 } };
  return describeWorkload("collector", { platform, addresses, footprints }, collector(plan));
}

function cut(config: Configuration, stage: Stage, plan: CollectorPlan, drain: string): void {
  const { pipelines } = config.service;
  const { normalise, strip, bound } = ingestSteps(plan, modelTexts(plan.models ?? []));
  const steps = [
    ...(reaches(stage, "normalise") ? normalise : []),
    ...(reaches(stage, "strip") ? strip : []),
    ...(reaches(stage, "bound") ? bound : []),
  ];
  const shape = config.processors["transform/ingest"] as Transform;
  // As the file has them, with its variables.
  shape.trace_statements = shape.trace_statements.slice(0, steps.length);

  if (stage === "sample") {
    const tidy = config.processors["transform/redact"] as Transform;
    tidy.trace_statements = tidy.trace_statements.slice(-1);
    return;
  }
  config.exporters["otlp_grpc/bench"] = { endpoint: drain, tls: { insecure: true } };
  const ingest = pipelines["traces/ingest"];
  const counted = ingest?.exporters.filter((id) => id.startsWith("signal_to_metrics")) ?? [];
  const traces = {
    receivers: ["otlp"],
    processors: [
      ...(reaches(stage, "protect") ? ["memory_limiter"] : []),
      ...(steps.length > 0 ? ["transform/ingest"] : []),
      "batch/serialise",
    ],
    exporters: [...(reaches(stage, "derive") ? counted : []), "otlp_grpc/bench"],
  };
  const derived = Object.entries(pipelines).filter(
    ([id]) => reaches(stage, "derive") && (id.startsWith("metrics/") || id === "logs/ingest"),
  );
  config.service.pipelines = { "traces/ingest": traces, ...Object.fromEntries(derived) };
  // A connector must have both its ends.
  delete config.connectors["forward/sample"];
  if (!reaches(stage, "derive")) config.connectors = {};
}
