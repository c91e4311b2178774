import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Endpoints } from "../../cli/endpoints.ts";
import type { CollectorPlan, Destination } from "../../components/collector/plan.ts";
import { secretFileTexts } from "../../components/platforms/process/inputs.ts";
import { processSpec } from "../../components/platforms/process/spec.ts";
import { destinationPlan } from "../../stacks/destinations.ts";
import { Destination as Setting } from "../../stacks/settings-destinations.ts";
import { binary } from "./binaries.ts";
import { describeCollector } from "./collector.ts";
import { TEST_COLLECTOR } from "./collector-plan.ts";
import { localUrl, running, stopped } from "./collector-process.ts";
import { postOtlp } from "./post-otlp.ts";

export interface ExportingCollector {
  /** Where it listens, as commands know a stack. */
  readonly endpoints: Endpoints;
  /** As the plan holds them. */
  readonly destinations: readonly Destination[];
  send(signal: "traces" | "metrics", body: object): Promise<number>;
  logs(): string;
  /** A metric of its own, summed over the series whose labels hold `label`. */
  own(metric: string, label: string): Promise<number>;
  /** Waits, at most 20 s, until an exporter's queue holds so many items. */
  queued(exporter: string, items: number): Promise<number>;
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A real collector with these destinations, as settings say them, and these secrets. */
export async function startExporting(
  destinations: readonly object[],
  secrets: Readonly<Record<string, string>> = {},
  change: Partial<CollectorPlan> = {},
): Promise<ExportingCollector> {
  const folder = mkdtempSync(join(tmpdir(), "agentobs-exporting-"));
  const decided = destinations.map((one) => destinationPlan(Setting.parse(one)));
  const plan = { ...TEST_COLLECTOR, destinations: decided, ...change };
  const workload = await describeCollector(plan, folder);
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text, { mode: 0o600 });
  };
  mkdirSync(join(folder, "data"));
  for (const [file, text] of Object.entries(workload.files)) write(file, text);
  const environment: Record<string, string> = { ...workload.environment };
  const { secretEnvironment, secretFiles } = processSpec(workload);
  for (const [variable, secret] of Object.entries(secretEnvironment)) {
    const value = secrets[secret];
    if (value === undefined) throw new Error(`the test has no secret ${secret}`);
    environment[variable] = value;
  }
  for (const [file, text] of Object.entries(secretFileTexts({ secrets, secretFiles })))
    write(file, text);
  const port = (name: string): number => workload.ports[name]?.number ?? 0;
  const start = () =>
    running(binary("collector"), workload.args, environment, localUrl(port("health")));
  let own = await start();
  const sum = async (metric: string, label: string): Promise<number> => {
    const text = await (await fetch(localUrl(port("metrics"), "/metrics"))).text();
    return text
      .split("\n")
      .filter((line) => line.startsWith(`${metric}{`) && line.includes(label))
      .reduce((total, line) => total + Number(line.split(" ").at(-1)), 0);
  };
  const at = (name: string): string => localUrl(port(name), "");
  return {
    endpoints: {
      otlpHttpUrl: at("otlpHttp"),
      otlpGrpcUrl: at("otlpGrpc"),
      collectorMetricsUrl: at("metrics"),
    },
    destinations: plan.destinations,
    send: async (signal, body) =>
      (await postOtlp(localUrl(port("otlpHttp"), `/v1/${signal}`), body)).status,
    logs: () => own.output.text,
    own: sum,
    queued: async (exporter, items) => {
      const ask = () => sum("otelcol_exporter_queue_size", `exporter="${exporter}"`);
      for (let attempt = 0; attempt < 100 && (await ask()) < items; attempt++) await sleep(200);
      return ask();
    },
    end: (signal) => stopped(own, signal),
    restart: async () => {
      own = await start();
    },
    stop: async () => {
      await stopped(own);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
