import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportAs, GRPC, sdkSpans } from "../support/agent-client.ts";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import {
  garbage,
  type HostileClient,
  silent,
  slowLoris,
  stalledGrpc,
} from "../support/hostile-clients.ts";
import { eventually, latest, total } from "../support/metrics.ts";
import { inference, span, traces } from "../support/traffic.ts";

const LIMITS = {
  requestMiB: 1,
  headerSeconds: 2,
  requestSeconds: 3,
  idleSeconds: 2,
  connectionAgeSeconds: 3,
  requestsPerConnection: 100,
};
const LARGE = "x".repeat(2 * 1024 * 1024);
/** How long gRPC waits for the first bytes of a connection; no setting changes it. */
const GRPC_SILENCE_SECONDS = 120;

/** For a busy machine. */
const SLACK_SECONDS = 2.5;

let collector: RunningCollector;
let silentGrpc: HostileClient;
beforeAll(async () => {
  collector = await startCollector({ ingest: { limits: LIMITS } });
  silentGrpc = silent(collector.address("otlpGrpc"));
});
afterAll(() => collector.stop());

const post = async (body: string | Uint8Array, headers: Record<string, string> = {}) => {
  const url = `http://${collector.address("otlpHttp")}/v1/traces`;
  const all = { "content-type": "application/json", ...headers };
  return (await fetch(url, { method: "POST", headers: all, body })).status;
};
/** Spans of this agent that were counted. */
const counted = (agent: string) =>
  total(latest(collector.metrics()), "agent.spans", { "gen_ai.agent.name": agent });

describe("a request that is too large", () => {
  test("over HTTP is refused for its size, packed or not", async () => {
    const body = JSON.stringify(traces([span({ attributes: { long: LARGE } })]));
    expect(await post(body)).toBe(400);
    expect(await post(gzipSync(body), { "content-encoding": "gzip" })).toBe(400);
  });

  test("over gRPC is refused for its size", async () => {
    const url = `http://${collector.address("otlpGrpc")}`;
    const outcome = await exportAs(
      { protocol: "grpc", url },
      sdkSpans("large", 1, { long: LARGE }),
    );
    expect(outcome).toMatchObject({ delivered: false, code: GRPC.resourceExhausted });
  });

  test("does not keep the next one from being taken", async () => {
    expect(await post(JSON.stringify(traces([span({ attributes: inference() })])))).toBe(200);
  });
});

test("what is no OTLP is refused as that", async () => {
  expect(await post("{ no json")).toBe(400);
  expect(await post("x", { "content-type": "text/plain" })).toBe(415);
  expect(await post(Buffer.from("no protobuf"), { "content-type": "application/x-protobuf" })).toBe(
    400,
  );
});

describe("while hundreds of clients send garbage, nothing, or one byte at a time", () => {
  const http = () => collector.address("otlpHttp");
  const grpc = () => collector.address("otlpGrpc");
  const many = (count: number, client: () => HostileClient) =>
    Array.from({ length: count }, client);
  const secondsUntilClosed = async (clients: readonly HostileClient[]) =>
    Math.max(...(await Promise.all(clients.map(({ closed }) => closed))));

  test("another client's spans all arrive, are counted exactly, and every bad connection ends in time", async () => {
    const bad = {
      garbageHttp: many(50, () => garbage(http())),
      garbageGrpc: many(50, () => garbage(grpc())),
      silentHttp: many(200, () => silent(http())),
      slowHeader: many(50, () => slowLoris(http(), "header")),
      slowBody: many(50, () => slowLoris(http(), "body")),
      idleGrpc: many(50, () => stalledGrpc(grpc(), "no request")),
      stalledGrpc: many(50, () => stalledGrpc(grpc(), "half a request")),
    };
    let sent = 0;
    const outcomes = new Set<string>();
    const started = performance.now();
    while (performance.now() - started < 8_000) {
      for (const [protocol, address] of [
        ["http/protobuf", http()],
        ["grpc", grpc()],
      ] as const) {
        const options = { protocol, url: `http://${address}`, timeoutMillis: 10_000 };
        const { delivered, message } = await exportAs(options, sdkSpans("good", 25));
        outcomes.add(delivered ? "delivered" : message);
        sent += 25;
      }
    }
    expect([...outcomes]).toEqual(["delivered"]);
    await eventually(
      () => counted("good"),
      (seen) => seen >= sent,
    );
    expect(counted("good")).toBe(sent);

    // Seconds by what should have ended them.
    expect(await secondsUntilClosed(bad.garbageHttp)).toBeLessThan(
      LIMITS.headerSeconds + SLACK_SECONDS,
    );
    expect(await secondsUntilClosed(bad.garbageGrpc)).toBeLessThan(
      LIMITS.headerSeconds + SLACK_SECONDS,
    );
    expect(await secondsUntilClosed(bad.silentHttp)).toBeLessThan(
      LIMITS.headerSeconds + SLACK_SECONDS,
    );
    expect(await secondsUntilClosed(bad.slowHeader)).toBeLessThan(
      LIMITS.headerSeconds + SLACK_SECONDS,
    );
    expect(await secondsUntilClosed(bad.slowBody)).toBeLessThan(
      LIMITS.requestSeconds + SLACK_SECONDS,
    );
    expect(await secondsUntilClosed(bad.idleGrpc)).toBeLessThan(LIMITS.idleSeconds + SLACK_SECONDS);
    // gRPC spreads the age by a tenth.
    const age = 1.1 * LIMITS.connectionAgeSeconds + LIMITS.requestSeconds;
    expect(await secondsUntilClosed(bad.stalledGrpc)).toBeLessThan(age + SLACK_SECONDS);
    expect(collector.logs()).not.toMatch(/panic|fatal error/i);
  });
});

test("a gRPC connection that never says anything ends after two minutes", {
  timeout: (GRPC_SILENCE_SECONDS + 20) * 1000,
}, async () => {
  expect(await silentGrpc.closed).toBeLessThan(GRPC_SILENCE_SECONDS + 5);
});
