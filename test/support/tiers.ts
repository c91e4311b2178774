import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collector } from "../../components/collector/index.ts";
import type { CollectorPlan } from "../../components/collector/plan.ts";
import { sampler } from "../../components/collector/sampler.ts";
import { replicaName } from "../../components/core/names.ts";
import { describeWorkload, type Platform } from "../../components/describe-workload.ts";
import { ORDINAL_VARIABLE } from "../../components/platforms/kubernetes/platform.ts";
import type { Addresses, Workload } from "../../components/workload.ts";
import { binary } from "./binaries.ts";
import { localUrl, type Running, running, stopped } from "./collector-process.ts";
import { TEST_COLLECTOR } from "./collector-plan.ts";
import type { Metrics, Traces } from "./otlp.ts";
import { sumOf } from "./own-metrics.ts";
import { TEST_FOOTPRINTS } from "./footprints.ts";
import { freePorts, LOOPBACK } from "./ports.ts";
import { lines } from "./json-lines.ts";
import { startSink, targetsOf } from "./sink.ts";
import { postOtlp } from "./post-otlp.ts";

/** Short outages, and room for everything that a test sends. */
export const TEST_TIERS = {
  between: "otlp",
  samplerMemoryLimitMiB: 512,
  queueSpans: 100_000,
  outageSeconds: 300,
  draining: 0,
} as const;

/** One collector of either tier. */
export interface Replica {
  /** Posts OTLP/JSON and gives the status; gateways only. */
  send(signal: "traces" | "metrics" | "logs", body: object): Promise<number>;
  /** Sum of the samples of one of its own metrics whose labels hold `labels`; 0 without any. */
  own(metric: string, labels?: string): Promise<number>;
  port(name: string): number;
  logs(): string;
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  restart(): Promise<void>;
}

export interface RunningTiers {
  readonly gateways: readonly Replica[];
  readonly samplers: readonly Replica[];
  traces(): Traces[];
  metrics(): Metrics[];
  /** Gives every gateway another plan, one after the other, as a rollout does. */
  rollGateways(change: Partial<CollectorPlan>): Promise<void>;
  stop(): Promise<void>;
}

interface Wanted {
  readonly gateways: number;
  readonly samplers: number;
  readonly change?: Partial<CollectorPlan>;
  /** Files that the tests lay where secrets would be. */
  readonly secretFiles?: Readonly<Record<string, string>>;
}

/**
 * Runs generated files of both tiers in real collectors; one more stands in for the destinations.
 * Samplers are described one by one, as on one host; gateways all at once, as in a cluster.
 */
export async function startTiers(wanted: Wanted): Promise<RunningTiers> {
  const folder = mkdtempSync(join(tmpdir(), "agentobs-tiers-"));
  const { secretFiles = {} } = wanted;
  const workloads = await describeTiers(wanted, folder);
  const written = (name: string): string => join(folder, `${name}.jsonl`);
  const texts = [...workloads.gateways, ...workloads.samplers].flatMap(({ files }) =>
    Object.values(files),
  );
  const targets = texts.map(targetsOf);
  const jaeger = targets.find((target) => target.jaeger)?.jaeger ?? "";
  const store = targets.find((target) => target.victoriaMetrics)?.victoriaMetrics;
  if (!store) throw new Error("no gateway sends metrics");
  const sink = await startSink({ jaeger, victoriaMetrics: store }, folder, written, true);
  const write = ({ files }: Workload, home: string): void => {
    mkdirSync(join(folder, home, "data"), { recursive: true });
    for (const [file, text] of Object.entries({ ...files, ...secretFiles }))
      writeFileSync(join(folder, home, file), text);
  };
  const launch = async (workload: Workload, home: string, ordinal: number) => {
    write(workload, home);
    const environment = { ...workload.environment, [ORDINAL_VARIABLE]: String(ordinal) };
    return startReplica({ ...workload, environment });
  };
  const started: Record<"gateways" | "samplers", (Replica & Stoppable)[]> = {
    gateways: [],
    samplers: [],
  };
  for (const [index, workload] of workloads.samplers.entries())
    started.samplers.push(await launch(workload, `sampler-${index}`, index));
  for (const [index, workload] of workloads.gateways.entries())
    started.gateways.push(await launch(workload, `gateway-${index}`, index));
  return {
    ...started,
    traces: () => lines<Traces>(written("traces")),
    metrics: () => lines<Metrics>(written("metrics")),
    rollGateways: async (change) => {
      for (const [index, workload] of workloads.gatewaysWith(change).entries()) {
        await started.gateways[index]?.end("SIGTERM");
        write(workload, `gateway-${index}`);
        await started.gateways[index]?.restart();
      }
    },
    stop: async () => {
      for (const replica of [...started.gateways, ...started.samplers]) await replica.stop();
      await stopped(sink);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Stoppable {
  stop(): Promise<void>;
}

async function describeTiers({ gateways, samplers, change }: Wanted, folder: string) {
  const ports = await freePorts(5 * gateways + 4 * samplers + 2);
  const next = () => ({ host: LOOPBACK, port: ports.pop() ?? 0 });
  const unused = { host: LOOPBACK, port: 0 };
  const shared: Addresses = {
    jaeger: { ui: unused, queryGrpc: unused, otlpGrpc: next(), health: unused, metrics: unused },
    victoriametrics: { http: next() },
    ...Object.fromEntries(
      Array.from({ length: samplers }, (_, ordinal) => [
        replicaName("sampler", ordinal),
        { otlpGrpc: next(), health: next(), metrics: next(), ownMetrics: next() },
      ]),
    ),
  };
  const tiers = samplers > 0 ? { tiers: TEST_TIERS } : {};
  const plan: CollectorPlan = { ...TEST_COLLECTOR, ...tiers, ...change };
  const platform = (home: string): Platform => ({
    bind: LOOPBACK,
    paths: () => {
      const own = join(folder, home);
      return { files: own, data: join(own, "data"), secrets: own };
    },
  });
  const collectorPorts = Array.from({ length: gateways }, () => ({
    otlpGrpc: next(),
    otlpHttp: next(),
    health: next(),
    metrics: next(),
    ownMetrics: next(),
  }));
  const places = { addresses: shared, footprints: TEST_FOOTPRINTS };
  const gatewaysWith = (other: Partial<CollectorPlan>): Workload[] =>
    collectorPorts.map((own, ordinal) =>
      describeWorkload<"collector">(
        "collector",
        {
          platform: { ...platform(`gateway-${ordinal}`), ordinalVariable: ORDINAL_VARIABLE },
          ...places,
          addresses: { ...shared, collector: own },
        },
        collector({ ...plan, ...other }),
      ),
    );
  return {
    samplers: Array.from({ length: samplers }, (_, ordinal) =>
      describeWorkload<"sampler">(
        replicaName("sampler", ordinal),
        { ...places, platform: platform(`sampler-${ordinal}`) },
        sampler(plan),
      ),
    ),
    gateways: gatewaysWith({}),
    gatewaysWith,
  };
}

async function startReplica(workload: Workload): Promise<Replica & Stoppable> {
  const { args, environment, ports } = workload;
  const port = (name: string): number => ports[name]?.number ?? 0;
  const start = (): Promise<Running> =>
    running(binary("collector"), args, environment, localUrl(port("health")));
  let own = await start();
  return {
    send: async (signal, body) =>
      (await postOtlp(localUrl(port("otlpHttp"), `/v1/${signal}`), body)).status,
    own: async (metric, labels = "") => {
      const text = await (await fetch(localUrl(port("metrics"), "/metrics"))).text();
      return sumOf(text, metric, labels);
    },
    port,
    logs: () => own.output.text,
    end: (signal) => stopped(own, signal),
    restart: async () => {
      own = await start();
    },
    stop: () => stopped(own),
  };
}
