import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import { binary } from "./binaries.ts";
import { attributesOf, type OtlpSpan, type Plain, type Traces } from "./otlp.ts";
import { freePorts } from "./ports.ts";

/** A span as it was sent, with the service that sent it. */
export interface RecordedSpan extends Pick<OtlpSpan, "traceId" | "spanId" | "name" | "status"> {
  readonly parentSpanId?: string | undefined;
  readonly service: string;
  readonly attributes: Readonly<Record<string, Plain>>;
  readonly startNano: bigint;
  readonly endNano: bigint;
}

export interface OtlpRecorder {
  readonly otlpHttpUrl: string;
  readonly otlpGrpcUrl: string;
  readonly metricsUrl: string;
  /** Every span once this many have arrived; fails after 10 seconds. */
  spans(count: number): Promise<RecordedSpan[]>;
  /** All log records so far, as text. */
  logs(): string;
  stop(): Promise<void>;
}

/** A real collector that changes nothing and writes down what it gets. */
export async function startRecorder(): Promise<OtlpRecorder> {
  const folder = mkdtempSync(join(tmpdir(), "agentobs-recorder-"));
  const [http = 0, grpc = 0, health = 0, metrics = 0] = await freePorts(4);
  const path = (name: string) => join(folder, name);
  writeFileSync(path("config.yaml"), configuration({ http, grpc, health, metrics }, path));
  const child = spawn(binary("collector"), ["--config", path("config.yaml")], { stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = (port: number) => `http://127.0.0.1:${port}`;
  await waitFor(
    () =>
      fetch(url(health)).then(
        ({ ok }) => ok,
        () => false,
      ),
    "a healthy recorder",
  );
  return {
    otlpHttpUrl: url(http),
    otlpGrpcUrl: url(grpc),
    metricsUrl: url(metrics),
    spans: async (count) => {
      const read = () => recorded(path("traces.jsonl"));
      await waitFor(() => Promise.resolve(read().length >= count), `${count} spans`);
      return read();
    },
    logs: () => readFileSync(path("logs.jsonl"), "utf8"),
    stop,
  };
}

function configuration(
  ports: Readonly<Record<"http" | "grpc" | "health" | "metrics", number>>,
  path: (name: string) => string,
): string {
  const at = (port: number) => ({ endpoint: `127.0.0.1:${port}` });
  const file = (name: string) => ({ path: path(name), flush_interval: "50ms" });
  const own = { prometheus: { host: "127.0.0.1", port: ports.metrics } };
  return stringify({
    extensions: { health_check: at(ports.health) },
    receivers: { otlp: { protocols: { http: at(ports.http), grpc: at(ports.grpc) } } },
    exporters: { "file/traces": file("traces.jsonl"), "file/logs": file("logs.jsonl") },
    service: {
      extensions: ["health_check"],
      telemetry: { metrics: { readers: [{ pull: { exporter: own } }] } },
      pipelines: {
        traces: { receivers: ["otlp"], exporters: ["file/traces"] },
        logs: { receivers: ["otlp"], exporters: ["file/logs"] },
      },
    },
  });
}

function recorded(file: string): RecordedSpan[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .flatMap((line) => (JSON.parse(line) as Traces).resourceSpans)
    .flatMap(({ resource, scopeSpans }) => {
      const name = attributesOf(resource?.attributes)["service.name"];
      const service = typeof name === "string" ? name : "";
      return scopeSpans.flatMap(({ spans }) =>
        spans.map((span) => ({ ...plainSpan(span), service })),
      );
    });
}

function plainSpan(span: OtlpSpan): Omit<RecordedSpan, "service"> {
  const { traceId, spanId, name, status, parentSpanId } = span;
  return {
    traceId,
    spanId,
    name,
    ...(status && { status }),
    parentSpanId: parentSpanId || undefined,
    attributes: attributesOf(span.attributes),
    startNano: BigInt(span.startTimeUnixNano),
    endNano: BigInt(span.endTimeUnixNano),
  };
}

async function waitFor(done: () => Promise<boolean>, what: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await done()) return;
    await sleep(100);
  }
  throw new Error(`${what} did not come within 10 s`);
}
