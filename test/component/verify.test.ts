import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Endpoints } from "../../cli/endpoints.ts";
import { modelFacts } from "../../cli/traffic/model-facts.ts";
import { targetsOf } from "../../cli/verify/targets.ts";
import { destinationPlan } from "../../stacks/destinations.ts";
import { runVerify, type Verification } from "../../cli/verify/run-verify.ts";
import { type OtlpRecorder, startRecorder } from "../support/otlp-recorder.ts";
import { freePort } from "../support/ports.ts";

/** Answers by the beginning of the path; 404 for all others. */
async function backend(answers: Readonly<Record<string, string>>) {
  const server = createServer((request, response) => {
    const path = Object.keys(answers).find((start) => request.url?.startsWith(start));
    response.writeHead(path === undefined ? 404 : 200);
    response.end(path === undefined ? "not found" : answers[path]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, server };
}

const RULES = JSON.stringify({
  data: { groups: [{ rules: [{ name: "AgentLoopIterationsHigh", lastError: "no such metric" }] }] },
});
const NOTIFIERS = JSON.stringify({
  data: { notifiers: [{ targets: [{ address: "http://am:9093", lastError: "timed out" }] }] },
});
const queued = (requests: number) => `
otelcol_process_uptime 100
otelcol_receiver_accepted_spans{transport="http"} ${requests > 0 ? 7 : 0}
otelcol_receiver_accepted_spans{transport="grpc"} ${requests > 0 ? 4 : 0}
otelcol_exporter_queue_size{exporter="otlp_grpc/jaeger"} ${requests}
`;

describe("verify, where the backends lack something", () => {
  let recorder: OtlpRecorder;
  let verification: Verification;
  const servers: Server[] = [];

  beforeAll(async () => {
    recorder = await startRecorder();
    let asked = 0;
    const collector = createServer((_, response) => response.end(queued(asked++)));
    await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
    const jaeger = await backend({});
    const metrics = await backend({
      "/api/v1/export": "",
      "/api/v1/labels": '{"data":["agent"]}',
      "/api/v1/label/agent": '{"data":["someone"]}',
    });
    const rules = await backend({ "/api/v1/rules": RULES, "/api/v1/notifiers": NOTIFIERS });
    const alertmanager = await backend({ "/-/ready": "OK" });
    servers.push(collector, jaeger.server, metrics.server, rules.server, alertmanager.server);
    const endpoints: Endpoints = {
      otlpHttpUrl: recorder.otlpHttpUrl,
      otlpGrpcUrl: recorder.otlpGrpcUrl,
      collectorMetricsUrl: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
      jaegerUrl: jaeger.url,
      metricsUrl: metrics.url,
      rulesUrl: rules.url,
      alertmanagerUrl: alertmanager.url,
    };
    const own = [destinationPlan({ type: "jaeger" }), destinationPlan({ type: "victoriametrics" })];
    const targets = targetsOf(own, endpoints, () => undefined);
    verification = await runVerify({ endpoints, targets, models: modelFacts, timeoutSeconds: 2 });
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    await recorder.stop();
  });

  const check = (name: string) => verification.checks.find((one) => one.name.startsWith(name));

  test("sends one trace over both protocols, the gRPC part through a queue", async () => {
    const spans = await recorder.spans(11);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([verification.traceId]));
    expect(new Set(spans.map(({ service }) => service))).toEqual(
      new Set(["agentobs-verify", "agentobs-verify-worker"]),
    );
    expect(check("agent → collector over OTLP/HTTP")).toMatchObject({ ok: true, seen: "7" });
    expect(check("agent → collector over OTLP/gRPC")).toMatchObject({ ok: true, seen: "4" });
  });

  test("fails, and names the hop between the collector and Jaeger", () => {
    expect(verification.ok).toBe(false);
    const trace = check("trace in Jaeger, spans");
    expect(trace).toMatchObject({ ok: false, expected: "11", seen: "0" });
    expect(trace?.hop).toMatch(/^collector → Jaeger: \d+ items wait in the exporter's queue/);
    expect(trace?.details).toContain("missing: agent.run of agentobs-verify");
  });

  test("an absent trace does not count as free of canaries", () => {
    expect(check("canaries in Jaeger")).toMatchObject({ ok: false, seen: "no trace to search in" });
  });

  test("names the derivation for metrics that never left the collector", () => {
    expect(check("agent_runs_total")).toMatchObject({
      ok: false,
      expected: "2",
      seen: "0",
      hop: "in the collector: no derived metric reached the exporter",
    });
  });

  test("names missing rules, rules that fail and an Alertmanager that is not reached", () => {
    expect(check("alert rules")).toMatchObject({
      ok: false,
      expected: "15",
      seen: "1",
      details: [
        ...[
          "AgentToolFailureSpike",
          "AgentTokenBudgetExceeded",
          "AgentLatencyP99High",
          "AgentCostSurge",
          "AgentTracesMissing",
          "PipelineSilent",
          "BackendDown",
          "DestinationFailing",
          "CollectorRefusingSpans",
          "CollectorDroppingData",
          "CollectorQueueNearFull",
          "SamplingBufferOverflow",
          "DiskFillingUp",
          "AlertingBroken",
        ].map((name) => `not loaded: ${name}`),
        "AgentLoopIterationsHigh: no such metric",
      ],
      hop: "vmalert: its rules file lacks an alert",
    });
    expect(check("vmalert → Alertmanager")).toMatchObject({
      ok: false,
      details: ["http://am:9093: timed out"],
      hop: "vmalert → Alertmanager",
    });
  });
});

test("without a stack verify says so and how to start one", async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const endpoints = { otlpHttpUrl: url, otlpGrpcUrl: url, collectorMetricsUrl: url };
  const targets = { looked: [], notLooked: [] };
  const verify = runVerify({ endpoints, targets, models: modelFacts, timeoutSeconds: 1 });
  await expect(verify).rejects.toThrow(/no stack answers there[^]*Fix: make up/);
});
