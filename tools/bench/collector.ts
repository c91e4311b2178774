import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { binary } from "../../test/support/binaries.ts";
import { localUrl, running, stopped } from "../../test/support/collector-process.ts";
import { freePorts } from "../../test/support/ports.ts";
import type { CollectorPlan } from "../../components/collector/plan.ts";
import type { DrainPorts } from "./sink.ts";
import { type Stage, stageFile } from "./stages.ts";

/** Ticks of the kernel's clock per second: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICKS_PER_SECOND = 100;

export interface MeasuredCollector {
  readonly stage: Stage;
  readonly otlpHttp: number;
  /** Processor time used so far; undefined where the system has no /proc. */
  cpuSeconds(): number | undefined;
  residentMiB(): number | undefined;
  /** Bytes of the heap that are in use, after a garbage collection. */
  liveHeapBytes(): Promise<number>;
  /** A counter of its own, summed over its labels. */
  counter(name: string): Promise<number>;
  /** A profile of the processor time of the next seconds, for `go tool pprof`. */
  profile(seconds: number): Promise<Buffer>;
  stop(): Promise<void>;
}

/** Starts a collector on one core, with everything up to `stage`. */
export async function startStage(
  stage: Stage,
  plan: CollectorPlan,
  home: string,
  drain: DrainPorts,
): Promise<MeasuredCollector> {
  const folder = join(home, stage);
  mkdirSync(join(folder, "data"), { recursive: true });
  const [otlpGrpc = 0, otlpHttp = 0, health = 0, metrics = 0, pprof = 0] = await freePorts(5);
  const ports = { otlpGrpc, otlpHttp, health, metrics, pprof };
  const { yaml, args, environment } = stageFile(stage, plan, folder, ports, drain);
  writeFileSync(join(folder, "collector.yaml"), yaml);
  const oneCore = { ...environment, GOMAXPROCS: "1" };
  const own = await running(binary("collector"), args, oneCore, localUrl(health));
  const proc = (file: string): string | undefined => readOf(`/proc/${own.child.pid ?? 0}/${file}`);
  const debug = async (path: string) => {
    const response = await fetch(localUrl(pprof, `/debug/pprof/${path}`));
    return Buffer.from(await response.arrayBuffer());
  };
  return {
    stage,
    otlpHttp,
    cpuSeconds: () => {
      // The name of the program, in parentheses, may hold blanks.
      const fields = proc("stat")?.split(") ")[1]?.split(" ");
      return fields && (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    },
    residentMiB: () => {
      const kib = /^VmRSS:\s+(\d+) kB/m.exec(proc("status") ?? "")?.[1];
      return kib === undefined ? undefined : Number(kib) / 1024;
    },
    liveHeapBytes: async () => {
      const text = (await debug("heap?gc=1&debug=1")).toString();
      return Number(/^# HeapAlloc = (\d+)/m.exec(text)?.[1]);
    },
    counter: async (name) => {
      const text = await (await fetch(localUrl(metrics, "/metrics"))).text();
      const lines = text.split("\n").filter((line) => line.startsWith(`${name}{`));
      return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
    },
    profile: (seconds) => debug(`profile?seconds=${seconds}`),
    stop: () => stopped(own),
  };
}

function readOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
