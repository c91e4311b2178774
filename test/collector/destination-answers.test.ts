import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ExportingCollector, startExporting } from "../support/exporting.ts";
import { eventually } from "../support/metrics.ts";
import {
  type Answer,
  CA,
  type Contract,
  startStrict,
  type StrictServer,
} from "../support/strict-http.ts";
import { inference, span, traceId, traces } from "../support/traffic.ts";

const OPEN: Contract = { takes: { "/v1/traces": { signal: "traces" } }, encoding: "gzip" };
const LANGFUSE: Contract = {
  takes: { "/api/public/otel/v1/traces": { signal: "traces" } },
  encoding: "gzip",
  basic: "pk:sk",
  maxSpanBytes: 9_500_000,
};
const SECRETS = { pk: "pk", sk: "sk", wrong: "not-it" };
const RETRY_AFTER_SECONDS = 3;
/** Nothing in these tests goes there. */
const METRICS = { type: "victoriametrics", endpoint: "http://127.0.0.1:9" };

/** The nth requests are answered so. */
const answers =
  (...first: Answer[]) =>
  (request: number): Answer | undefined =>
    first[request];

const CASES = {
  throttled: answers({
    status: 429,
    headers: { "retry-after": `${RETRY_AFTER_SECONDS}` },
  }),
  unavailable: answers({ status: 503 }, { status: 503 }),
  badGateway: answers({ status: 502 }),
  malformed: answers({ status: 400 }),
  denied: answers({ status: 401 }),
} as const;
type Case = keyof typeof CASES;

describe("an answer of a destination", () => {
  let collector: ExportingCollector;
  const servers = new Map<Case, StrictServer>();
  const statuses = (name: Case): number[] =>
    servers.get(name)?.seen.map(({ status }) => status) ?? [];
  const arrived = (name: Case): number => servers.get(name)?.spans().length ?? 0;

  beforeAll(async () => {
    for (const [name, trouble] of Object.entries(CASES))
      servers.set(name as Case, await startStrict(OPEN, { trouble }));
    const destinations = [...servers].map(([name, { url }]) => ({
      type: "otlp",
      name: name.toLowerCase(),
      endpoint: url,
      signals: ["traces"],
    }));
    collector = await startExporting([...destinations, METRICS]);
    await collector.send("traces", traces([span({ attributes: inference() })]));
    await eventually(
      () => arrived("throttled") + arrived("unavailable") + arrived("badGateway"),
      (count) => count === 3,
    );
    await sleep(2_000);
  });
  afterAll(async () => {
    await collector.stop();
    for (const server of servers.values()) await server.stop();
  });

  test("429 is tried again, after the time that it asks for", () => {
    expect(statuses("throttled")).toEqual([429, 200]);
    const [first, second] = servers.get("throttled")?.seen ?? [];
    const waited = (second?.atMs ?? 0) - (first?.atMs ?? 0);
    expect(waited).toBeGreaterThanOrEqual(RETRY_AFTER_SECONDS * 1000);
    expect(arrived("throttled")).toBe(1);
  });

  test.for([
    ["unavailable", [503, 503, 200]],
    ["badGateway", [502, 200]],
  ] as const)("%s is tried again until it arrives, once", ([name, expected]) => {
    expect(statuses(name)).toEqual(expected);
    expect(arrived(name)).toBe(1);
  });

  test.for([
    ["malformed", 400],
    ["denied", 401],
  ] as const)(
    "%s (%d) is final: it is counted, logged and not sent again",
    async ([name, code]) => {
      expect(statuses(name)).toEqual([code]);
      const exporter = `exporter="otlp_http/${name}"`;
      expect(await collector.own("otelcol_exporter_send_failed_spans", exporter)).toBe(1);
      expect(collector.logs()).toContain(`HTTP Status Code ${code}`);
    },
  );
});

test("a wrong key is refused, and the right one taken, by the same server", async () => {
  const server = await startStrict(LANGFUSE);
  const langfuse = { type: "langfuse", endpoint: server.url, publicKeySecret: "pk" };
  const collector = await startExporting(
    [
      { ...langfuse, name: "wrong", secretKeySecret: "wrong" },
      { ...langfuse, name: "right", secretKeySecret: "sk" },
      METRICS,
    ],
    SECRETS,
  );
  await collector.send("traces", traces([span({ attributes: inference() })]));
  await eventually(
    () => server.seen.length,
    (count) => count === 2,
  );
  expect(server.seen.map(({ status }) => status).sort()).toEqual([200, 401]);
  expect(server.spans()).toHaveLength(1);
  await collector.stop();
  await server.stop();
});

test("a certificate that nobody vouches for gets nothing", async () => {
  const server = await startStrict(OPEN, { tls: true });
  const trusting = await startStrict(OPEN, { tls: true });
  const collector = await startExporting([
    { type: "otlp", name: "stranger", endpoint: server.url, signals: ["traces"] },
    { type: "otlp", name: "known", endpoint: trusting.url, ca: CA, signals: ["traces"] },
    METRICS,
  ]);
  await collector.send("traces", traces([span({ attributes: inference() })]));
  await eventually(
    () => trusting.spans().length,
    (count) => count === 1,
  );
  await sleep(1_000);
  expect(server.seen).toEqual([]);
  expect(collector.logs()).toContain("certificate signed by unknown authority");
  expect(await collector.queued("otlp_http/stranger", 1)).toBe(1);
  await collector.end("SIGKILL");
  await collector.stop();
  await server.stop();
  await trusting.stop();
});

test("a span over Langfuse's limit takes no other request with it, and no request is over the limit", async () => {
  const server = await startStrict({ ...LANGFUSE, maxRequestBytes: 9_500_000 });
  const collector = await startExporting(
    [
      { type: "langfuse", endpoint: server.url, publicKeySecret: "pk", secretKeySecret: "sk" },
      METRICS,
    ],
    SECRETS,
    { content: { capture: true, patterns: [] } },
  );
  const trace = traceId();
  const prompt = (bytes: number) =>
    span({
      traceId: trace,
      name: `${bytes}`,
      attributes: inference({ "gen_ai.input.messages": "a".repeat(bytes) }),
    });
  const large = 3_000_000;
  // A trace whose spans fit one by one and not together, then one that never does.
  const whole = traces(Array.from({ length: 4 }, () => prompt(large)));
  expect(await collector.send("traces", whole)).toBe(200);
  await eventually(
    () => server.spans().length,
    (count) => count === 4,
  );
  expect(await collector.send("traces", traces([prompt(9_600_000)]))).toBe(200);
  await sleep(3_000);
  expect(await collector.send("traces", traces([prompt(10)]))).toBe(200);
  const names = await eventually(
    () => server.spans().map(({ name }) => name),
    (seen) => seen.includes("10"),
  );
  expect(names.sort()).toEqual(["10", ...Array<string>(4).fill(`${large}`)].sort());
  expect(server.seen.flatMap(({ problem }) => problem ?? [])).toEqual([]);
  expect(collector.logs()).toContain("one span size is greater than max size");
  await collector.stop();
  await server.stop();
});
