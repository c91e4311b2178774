import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startExporting } from "../support/exporting.ts";
import { eventually, latest, total } from "../support/metrics.ts";
import { freePorts } from "../support/ports.ts";
import { startStrictGrpc } from "../support/strict-grpc.ts";
import { type Contract, startStrict } from "../support/strict-http.ts";
import { inference, span, traces } from "../support/traffic.ts";

const BOTH: Contract = {
  takes: { "/v1/traces": { signal: "traces" }, "/v1/metrics": { signal: "metrics" } },
  encoding: "gzip",
};
const LANGFUSE: Contract = {
  takes: { "/api/public/otel/v1/traces": { signal: "traces" } },
  encoding: "gzip",
  basic: "pk:sk",
};
const SECRETS = { pk: "pk", sk: "sk" };
const CALLS = 3000;

const calls = (count: number) =>
  traces(
    Array.from({ length: count }, () =>
      span({
        attributes: inference({
          "gen_ai.usage.input_tokens": 7,
          // Together more than a gRPC server takes in one request.
          note: "x".repeat(2000),
          "another.note": "y".repeat(2000),
        }),
      }),
    ),
  );

test("with every backend down, what is in each disk queue survives a kill and is delivered to each, once", async () => {
  const [one = 0, two = 0, three = 0] = await freePorts(3);
  const at = (port: number): string => `http://127.0.0.1:${port}`;
  const collector = await startExporting(
    [
      { type: "tempo", endpoint: at(one) },
      { type: "otlp", name: "both", endpoint: at(two), sampled: false },
      { type: "langfuse", endpoint: at(three), publicKeySecret: "pk", secretKeySecret: "sk" },
    ],
    SECRETS,
  );
  for (let part = 0; part < 3; part++)
    expect(await collector.send("traces", calls(CALLS / 3))).toBe(200);
  for (const exporter of ["otlp_grpc/tempo", "otlp_http/langfuse"])
    expect(await collector.queued(exporter, CALLS), exporter).toBe(CALLS);
  // Its metrics wait in a queue of their own.
  expect(await collector.queued("otlp_http/both", CALLS + 1)).toBeGreaterThan(CALLS);
  await sleep(1_500);
  await collector.end("SIGKILL");
  const tempo = await startStrictGrpc({}, { tls: false, port: one });
  const both = await startStrict(BOTH, { port: two });
  const langfuse = await startStrict(LANGFUSE, { port: three });
  const servers = [tempo, both, langfuse];
  await collector.restart();
  const counts = await eventually(
    () => servers.map((server) => server.spans().length),
    (seen) => seen.every((count) => count >= CALLS),
    40,
  );
  // Nothing more comes after it.
  await sleep(3_000);
  for (const server of servers) {
    expect(new Set(server.spans().map(({ spanId }) => spanId)).size).toBe(CALLS);
    expect(server.spans()).toHaveLength(CALLS);
  }
  for (const { seen } of [both, langfuse])
    expect(seen.flatMap(({ problem }) => problem ?? [])).toEqual([]);
  expect(counts).toEqual([CALLS, CALLS, CALLS]);
  expect(total(latest(both.metrics()), "agent.llm.tokens")).toBe(7 * CALLS);
  await collector.stop();
  for (const server of servers) await server.stop();
});
