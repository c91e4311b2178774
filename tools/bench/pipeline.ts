import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { CollectorPlan } from "../../components/collector/plan.ts";
import { TEST_COLLECTOR } from "../../test/support/collector-plan.ts";
import { freePorts } from "../../test/support/ports.ts";
import { type MeasuredCollector, startStage } from "./collector.ts";
import { load } from "./load.ts";
import { startDrain } from "./sink.ts";
import type { Stage } from "./stages.ts";

/** Bytes of content in each call of a model. */
export type Content = 0 | 4096;
/** Until the sampler has decided on the last trace and its export is over. */
const SETTLE_MS = 4_000;
const PROFILE_SECONDS = 5;

/** As a team of two known agents and one that nobody declared would have it, with short waits. */
export const BENCH_PLAN: CollectorPlan = {
  ...TEST_COLLECTOR,
  environment: "bench",
  memoryLimitMiB: 1024,
  agents: [
    { name: "weather_agent", service: "weather", tools: ["get_weather"] },
    { name: "planner", service: "planning" },
  ],
  derive: { flushSeconds: 5, maxSeriesPerMetric: 2_000, extraBuckets: {} },
  sampling: {
    slowerThanSeconds: 30,
    maxIterations: 8,
    baselinePercent: 10,
    decisionWaitSeconds: 2,
    decisionWaitAfterRootSeconds: 1,
    maxTraces: 100_000,
    expectedNewTracesPerSecond: 2_000,
    rememberedDecisions: 100_000,
    largestTraceBytes: 20_000_000,
  },
  queue: { spans: 200_000, dataPoints: 200_000 },
};

export interface Measured {
  /** Median over the rounds; undefined where the system doesn't say. */
  readonly cpuMicrosPerSpan: number | undefined;
  readonly residentMiB: number | undefined;
}
export type Results = Readonly<Record<Content, Readonly<Partial<Record<Stage, Measured>>>>>;

export interface BenchOptions {
  readonly stages: readonly Stage[];
  readonly rounds: number;
  readonly spansPerRound: number;
  /** Where a profile of each stage goes, for `go tool pprof`; it disturbs the figures a little. */
  readonly profileFolder?: string | undefined;
  readonly log: (line: string) => void;
}

/**
 * All stages run side by side and get the same load in turn, so that a slow moment of the machine
 * meets them all. Work that a stage does later, such as sampling, falls into its own account.
 */
export async function benchPipeline(options: BenchOptions): Promise<Results> {
  return inHome(async (home) => {
    const [grpc = 0, http = 0] = await freePorts(2);
    const drain = { grpc, http };
    const endDrain = await startDrain(drain);
    const collectors: MeasuredCollector[] = [];
    try {
      for (const stage of options.stages)
        collectors.push(await startStage(stage, BENCH_PLAN, home, drain));
      const results = { 0: await rounds(collectors, 0, options) };
      return { ...results, 4096: await rounds(collectors, 4096, options) };
    } finally {
      await Promise.all(collectors.map((one) => one.stop()));
      endDrain();
    }
  });
}

async function rounds(
  collectors: readonly MeasuredCollector[],
  content: Content,
  { rounds: count, spansPerRound, profileFolder, log }: BenchOptions,
): Promise<Partial<Record<Stage, Measured>>> {
  const { send, bytesPerSpan } = load(content);
  log(`${content} bytes of content per call: ${Math.round(bytesPerSpan)} bytes per span`);
  const accounts = collectors.map((): (number | undefined)[] => []);
  // The first round warms everything up, the last reading closes the last round.
  for (let round = 0; round <= count; round += 1)
    for (const [index, collector] of collectors.entries()) {
      accounts[index]?.push(collector.cpuSeconds());
      const sending = send(collector.otlpHttp, round === 0 ? spansPerRound / 4 : spansPerRound);
      if (profileFolder !== undefined && round === 1) {
        const file = join(profileFolder, `${collector.stage}-${content}.pb.gz`);
        writeFileSync(file, await collector.profile(PROFILE_SECONDS));
      }
      await sending;
    }
  const resident = collectors.map((one) => one.residentMiB());
  await sleep(SETTLE_MS);
  for (const [index, collector] of collectors.entries()) {
    accounts[index]?.push(collector.cpuSeconds());
    await whole(collector);
  }
  const measured = collectors.map(({ stage }, index) => {
    const [, ...readings] = accounts[index] ?? [];
    const perSpan = readings.slice(1).map((reading, round) => {
      const before = readings[round];
      return reading === undefined || before === undefined
        ? undefined
        : ((reading - before) * 1e6) / spansPerRound;
    });
    log(`${stage}: ${perSpan.map((value) => value?.toFixed(1) ?? "?").join(" ")} µs`);
    return [stage, { cpuMicrosPerSpan: median(perSpan), residentMiB: resident[index] }] as const;
  });
  return Object.fromEntries(measured);
}

/** A measurement of a collector that refused or lost spans says nothing. */
async function whole(collector: MeasuredCollector): Promise<void> {
  for (const name of ["otelcol_receiver_refused_spans", "otelcol_exporter_send_failed_spans"])
    if ((await collector.counter(name)) > 0)
      throw new Error(`${collector.stage}: ${name} is not zero`);
}

function median(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return known[known.length >> 1];
}

export async function inHome<T>(run: (home: string) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), "agentobs-bench-"));
  try {
    return await run(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
