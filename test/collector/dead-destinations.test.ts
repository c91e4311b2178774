import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ExportingCollector, startExporting } from "../support/exporting.ts";
import { eventually, latest, total } from "../support/metrics.ts";
import { freePort, freePorts, LOOPBACK } from "../support/ports.ts";
import { type Contract, startStrict, type StrictServer } from "../support/strict-http.ts";
import { inference, span, traces } from "../support/traffic.ts";

const BOTH: Contract = {
  takes: { "/v1/traces": { signal: "traces" }, "/v1/metrics": { signal: "metrics" } },
  encoding: "gzip",
};
const ROUNDS = 12;
const CALLS = 30;
/** Two rounds fill it with spans, seven flushes with metrics. */
const QUEUE = { spans: 60, dataPoints: 60 };

/** A metric that an SDK counts itself, as a delta. */
function sdkMetric(value: number) {
  const end = BigInt(Date.now()) * 1_000_000n;
  const point = {
    asInt: value,
    startTimeUnixNano: String(end - 1_000_000n),
    timeUnixNano: String(end),
  };
  const sum = { aggregationTemporality: 1, isMonotonic: true, dataPoints: [point] };
  const metrics = [{ name: "gen_ai.client.calls", unit: "1", sum }];
  const resource = {
    attributes: [
      { key: "service.name", value: { stringValue: "shop" } },
      { key: "service.instance.id", value: { stringValue: "1" } },
    ],
  };
  return { resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] };
}

/** Accepts connections and never answers. */
async function startSilent(): Promise<{ port: number; server: Server }> {
  const port = await freePort();
  const server = createServer((socket) => socket.on("error", () => undefined).resume());
  await new Promise<void>((resolve) => server.listen(port, LOOPBACK, resolve));
  return { port, server };
}

describe("a dead destination", () => {
  let collector: ExportingCollector;
  let alive: StrictServer;
  let silent: Server;
  const secondsUntilThere: number[] = [];
  const statuses: number[] = [];

  beforeAll(async () => {
    const [closed = 0] = await freePorts(1);
    const quiet = await startSilent();
    silent = quiet.server;
    alive = await startStrict(BOTH);
    const at = (port: number): string => `http://${LOOPBACK}:${port}`;
    collector = await startExporting(
      [
        // The dead ones first: nothing may depend on the order.
        { type: "otlp", name: "closed", endpoint: at(closed) },
        { type: "otlp", name: "silent", endpoint: at(quiet.port) },
        { type: "otlp", name: "silent-unsampled", endpoint: at(quiet.port), sampled: false },
        { type: "tempo", endpoint: at(quiet.port) },
        { type: "prometheus", endpoint: `${at(quiet.port)}/api/v1/write` },
        { type: "otlp", name: "alive", endpoint: alive.url },
      ],
      {},
      { queue: QUEUE },
    );
    for (let round = 1; round <= ROUNDS; round++) {
      const started = performance.now();
      const call = () => span({ attributes: inference({ "gen_ai.usage.input_tokens": 1 }) });
      statuses.push(await collector.send("traces", traces(Array.from({ length: CALLS }, call))));
      statuses.push(await collector.send("metrics", sdkMetric(1)));
      await eventually(
        () => alive.spans().length,
        (count) => count >= round * CALLS,
      );
      secondsUntilThere.push((performance.now() - started) / 1000);
    }
  });
  afterAll(async () => {
    await collector.end("SIGKILL");
    await collector.stop();
    await alive.stop();
    silent.close();
  });

  test("fills its own queue, and its own only", async () => {
    const failed = (exporter: string, items: "spans" | "metric_points") =>
      collector.own(`otelcol_exporter_enqueue_failed_${items}`, `exporter="${exporter}"`);
    for (const dead of ["otlp_http/closed", "otlp_http/silent-unsampled", "otlp_grpc/tempo"])
      expect(await failed(dead, "spans"), dead).toBeGreaterThanOrEqual((ROUNDS - 3) * CALLS);
    for (const dead of ["otlp_http/closed", "otlp_http/silent"])
      expect(await failed(dead, "metric_points"), dead).toBeGreaterThan(0);
    expect(await failed("otlp_http/alive", "spans")).toBe(0);
    expect(await failed("otlp_http/alive", "metric_points")).toBe(0);
  });

  test("holds back no trace of another: all arrive, once, within seconds", () => {
    expect(new Set(alive.spans().map(({ spanId }) => spanId)).size).toBe(ROUNDS * CALLS);
    expect(alive.spans()).toHaveLength(ROUNDS * CALLS);
    expect(Math.max(...secondsUntilThere)).toBeLessThan(8);
  });

  test("holds back no metric of another, derived or an SDK's own", async () => {
    const series = await eventually(
      () => latest(alive.metrics()),
      (seen) => total(seen, "agent.llm.tokens") === ROUNDS * CALLS,
    );
    expect(total(series, "agent.llm.tokens")).toBe(ROUNDS * CALLS);
    expect(total(series, "gen_ai.client.calls")).toBe(ROUNDS);
  });

  test("is no reason to refuse what clients send: an SDK would send it again to all", () => {
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});
