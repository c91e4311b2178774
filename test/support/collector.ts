import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { collector } from "../../components/collector/index.ts";
import type { CollectorPlan } from "../../components/collector/plan.ts";
import { secretFileTexts } from "../../components/platforms/process/inputs.ts";
import { processSpec } from "../../components/platforms/process/spec.ts";
import { describeWorkload } from "../../components/describe-workload.ts";
import type { Workload } from "../../components/workload.ts";
import { binary } from "./binaries.ts";
import { localUrl, type Running, running, stopped } from "./collector-process.ts";
import { TEST_COLLECTOR } from "./collector-plan.ts";
import type { Metrics, Traces } from "./otlp.ts";
import { sendOverGrpc } from "./grpc.ts";
import { TEST_FOOTPRINTS } from "./footprints.ts";
import { freePorts, LOOPBACK } from "./ports.ts";
import { startSink, targetsOf } from "./sink.ts";
import { postOtlp } from "./post-otlp.ts";

/** The parsed configuration file, as far as tests add to it. */
interface Configuration {
  exporters: Record<string, object>;
  service: { pipelines: Record<string, { exporters: string[] }> };
}

export interface RunningCollector {
  /** Posts OTLP/JSON and gives the status. */
  readonly send: (signal: "traces" | "metrics" | "logs", body: object) => Promise<number>;
  /** The same over gRPC, traces only, with the status that HTTP would have. */
  readonly sendGrpc: (signal: "traces", body: Traces) => Promise<number>;
  /** Where it listens: `host:port`. */
  address(port: "otlpGrpc" | "otlpHttp"): string;
  /** Memory that the process holds now (Linux), and what its workload may have. */
  residentMiB(): number;
  readonly memoryMiB: number;
  /** What the destinations have received so far. */
  traces(): Traces[];
  metrics(): Metrics[];
  /** Everything that has left, as text: to look for what must not be in it. */
  leftAsText(): string;
  logs(): string;
  /** The collector's own metrics, in Prometheus text form. */
  ownMetrics(): Promise<string>;
  /** Ends the collector alone, gently or not, and starts it again with what it has on disk. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  restart(): Promise<void>;
  /** Takes the destinations away, and brings them back empty. */
  destinationsDown(): Promise<void>;
  destinationsUp(): Promise<void>;
  stop(): Promise<void>;
}

/** How the collector describes itself, on ports and in a folder of its own. */
export async function describeCollector(plan: CollectorPlan, folder: string): Promise<Workload> {
  const [grpc = 0, http = 0, health = 0, metrics = 0, own = 0, jaeger = 0, store = 0] =
    await freePorts(7);
  const at = (port: number) => ({ host: LOOPBACK, port });
  const platform = {
    bind: LOOPBACK,
    paths: () => ({ files: folder, data: join(folder, "data"), secrets: folder }),
  };
  const addresses = {
    collector: {
      otlpGrpc: at(grpc),
      otlpHttp: at(http),
      health: at(health),
      metrics: at(metrics),
      ownMetrics: at(own),
    },
    jaeger: { ui: at(0), queryGrpc: at(0), otlpGrpc: at(jaeger), health: at(0), metrics: at(0) },
    victoriametrics: { http: at(store) },
  };
  const places = { platform, addresses, footprints: TEST_FOOTPRINTS };
  return describeWorkload("collector", places, collector(plan));
}

/**
 * Runs the generated file in the real collector. A second collector stands in for the destinations
 * and writes what arrives; `startStore` runs a real store in the place of its metrics. What a
 * destination for logs would get is written by the first one.
 *
 * @param secrets by name, for what the plan names
 * @param edit changes the file, to show what would happen without a line of it
 */
export async function startCollector(
  change: Partial<CollectorPlan> = {},
  startStore?: (address: URL, folder: string) => Promise<Running>,
  secrets: Readonly<Record<string, string>> = {},
  edit = (yaml: string): string => yaml,
): Promise<RunningCollector> {
  const folder = mkdtempSync(join(tmpdir(), "agentobs-collector-"));
  mkdirSync(join(folder, "data"));
  const workload = await describeCollector({ ...TEST_COLLECTOR, ...change }, folder);
  const { secretFiles } = processSpec(workload);
  for (const [file, text] of Object.entries(secretFileTexts({ secrets, secretFiles })))
    writeFileSync(join(folder, file), text);
  const written = (name: string): string => join(folder, `${name}.jsonl`);
  const path = join(folder, "collector.yaml");
  writeFileSync(path, withLogsFile(edit(workload.files["collector.yaml"] ?? ""), written("logs")));

  const { jaeger, victoriaMetrics } = targetsOf(workload.files["collector.yaml"] ?? "");
  if (!jaeger || !victoriaMetrics) throw new Error("the file names no destination");
  const targets = { jaeger, victoriaMetrics };
  const store = await startStore?.(targets.victoriaMetrics, folder);
  const startDestinations = () => startSink(targets, folder, written, store === undefined);
  let sink = await startDestinations();
  const port = (name: string): number => workload.ports[name]?.number ?? 0;
  const { args, environment } = workload;
  const start = () => running(binary("collector"), args, environment, localUrl(port("health")));
  let own = await start();

  const lines = <T>(name: string): T[] =>
    read(written(name))
      .split("\n")
      .filter((line) => line.endsWith("}"))
      .map((line) => JSON.parse(line) as T);
  return {
    send: async (signal, body) =>
      (await postOtlp(localUrl(port("otlpHttp"), `/v1/${signal}`), body)).status,
    address: (name) => `${LOOPBACK}:${port(name)}`,
    residentMiB: () => residentMiB(own.child.pid ?? 0),
    memoryMiB: workload.resources.memoryMiB,
    sendGrpc: (_signal, body) => sendOverGrpc(`http://${LOOPBACK}:${port("otlpGrpc")}`, body),
    traces: () => lines<Traces>("traces"),
    metrics: () => lines<Metrics>("metrics"),
    leftAsText: () => ["traces", "metrics", "logs"].map((name) => read(written(name))).join("\n"),
    logs: () => own.output.text,
    ownMetrics: async () => (await fetch(localUrl(port("metrics"), "/metrics"))).text(),
    end: (signal) => stopped(own, signal),
    restart: async () => {
      own = await start();
    },
    destinationsDown: () => stopped(sink, "SIGTERM"),
    destinationsUp: async () => {
      sink = await startDestinations();
    },
    stop: async () => {
      await stopped(own);
      await stopped(sink);
      if (store) await stopped(store);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** No destination of this stack keeps logs; the tests want to see what one would get. */
function withLogsFile(yaml: string, path: string): string {
  const config = parse(yaml) as Configuration;
  config.exporters["file/logs"] = { path, flush_interval: "100ms" };
  config.service.pipelines["logs/ingest"]?.exporters.push("file/logs");
  return stringify(config, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function residentMiB(pid: number): number {
  const kiB = /^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1];
  return Number(kiB ?? 0) / 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
