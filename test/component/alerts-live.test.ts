import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AlertName, ALERTS } from "../../alerts/rule.ts";
import { liveAlerts, WAIT } from "../support/live-alerts.ts";

/** The documented five, which a whole stack of test/up provokes. */
const ELSEWHERE: readonly AlertName[] = [
  "AgentLoopIterationsHigh",
  "AgentToolFailureSpike",
  "AgentTokenBudgetExceeded",
  "AgentLatencyP99High",
  "AgentTracesMissing",
];
let live: Awaited<ReturnType<typeof liveAlerts>>;
beforeAll(async () => {
  live = await liveAlerts();
}, 120_000);
afterAll(async () => {
  await live.close();
  console.log([...live.proven.values()].join("\n"));
});

test("the heartbeat beats, and to nobody else", async () => {
  await expect.poll(() => live.heart.received.length, WAIT).toBeGreaterThan(2);
  expect(new Set(live.heart.received.map(({ name }) => name))).toEqual(
    new Set(["PipelineHeartbeat"]),
  );
  expect(live.webhook.received.filter(({ name }) => name === "PipelineHeartbeat")).toEqual([]);
  live.proven.set("PipelineHeartbeat", "PipelineHeartbeat: beats; see below for its end");
}, 100_000);

test("a token that ends in 4 days is critical until it is renewed", async () => {
  await live.fires("CredentialExpiring", { credential: "ingest-token", severity: "critical" }, 0);
  await live.stack.stop("vmalert");
  const { plan } = live.stack;
  await live.stack.start("vmalert", { ...plan, alerts: { ...plan.alerts, expiries: [] } });
  await live.clears("CredentialExpiring", { credential: "ingest-token", severity: "critical" }, 0);
}, 200_000);

test("an agent that suddenly costs ten times as much, and ordinary again", async () => {
  for (let second = 0; second < 50; second += 2) {
    await live.send(1, "spender", 1000);
    await sleep(2000);
  }
  const since = live.webhook.now();
  for (let second = 0; second < 16; second += 2) {
    await live.send(5, "spender", 10_000);
    await sleep(2000);
  }
  await live.fires("AgentCostSurge", { gen_ai_agent_name: "spender" }, since);
  await live.clears("AgentCostSurge", { gen_ai_agent_name: "spender" }, since);
}, 250_000);

test("a destination that is down: it is named, its queue fills, then data is lost", async () => {
  const since = live.webhook.now();
  await live.stack.stop("jaeger");
  for (let batch = 0; batch < 8; batch += 1) {
    await live.send(70);
    await sleep(1500);
  }
  const jaeger = { exporter: "otlp_grpc/jaeger" };
  await live.fires("BackendDown", { job: "jaeger" }, since);
  await live.fires("CollectorQueueNearFull", jaeger, since);
  await live.fires("DestinationFailing", jaeger, since);
  await live.send(1900);
  await sleep(4000);
  await live.send(1900);
  await live.fires("CollectorDroppingData", jaeger, since);
  await live.stack.start("jaeger");
  await live.clears("BackendDown", { job: "jaeger" }, since);
  await live.clears("DestinationFailing", jaeger, since);
  await live.clears("CollectorQueueNearFull", jaeger, since);
  await live.clears("CollectorDroppingData", jaeger, since);
}, 400_000);

test("more traces than the sampling buffer holds", async () => {
  const since = live.webhook.now();
  await live.send(3000);
  await live.fires("SamplingBufferOverflow", {}, since);
  await live.clears("SamplingBufferOverflow", {}, since);
}, 200_000);

test("a collector that is short of memory refuses spans", async () => {
  const { plan } = live.stack;
  await live.stack.stop("collector");
  const tight = { ...plan, collector: { ...plan.collector, memoryLimitMiB: 60 } };
  await live.stack.start("collector", tight);
  const since = live.webhook.now();
  const refused = () => live.seen("CollectorRefusingSpans", "firing", { transport: "http" }, since);
  const statuses = new Set<number>();
  for (let batch = 0; batch < 60 && !refused(); batch += 1) {
    statuses.add(await live.send(400, "planner", 1000, 20_000));
    await sleep(100);
  }
  expect(statuses).toContain(503);
  await live.fires("CollectorRefusingSpans", { transport: "http" }, since);
  await live.stack.stop("collector");
  await live.stack.start("collector");
  await live.clears("CollectorRefusingSpans", { transport: "http" }, since);
}, 200_000);

test("a pipeline that is silent: one alert, and none for each agent", async () => {
  await live.send(5);
  await sleep(8000);
  const since = live.webhook.now();
  await live.stack.stop("collector", "SIGKILL");
  await live.fires("PipelineSilent", { job: "collector" }, since);
  // Long enough for the agent and the part to be missed as well.
  await sleep(25_000);
  const others = live.webhook.received.filter(
    ({ name, labels, atMs, status }) =>
      atMs > since + 12_000 &&
      status === "firing" &&
      (name === "AgentTracesMissing" || (name === "BackendDown" && labels["job"] === "collector")),
  );
  expect(others).toEqual([]);
  const beats = live.heart.received.length;
  await sleep(12_000);
  expect(live.heart.received.length).toBe(beats);
  await live.stack.start("collector");
  await live.send(5);
  await live.clears("PipelineSilent", { job: "collector" }, since);
  await expect.poll(() => live.heart.received.length, WAIT).toBeGreaterThan(beats);
  live.proven.set(
    "PipelineHeartbeat",
    "PipelineHeartbeat: beats, stops with the collector, beats again",
  );
}, 300_000);

test("nobody sends although the collector runs", async () => {
  const since = live.webhook.now();
  await live.fires("PipelineSilent", { severity: "warning" }, since);
  await live.send(5);
  await live.clears("PipelineSilent", { severity: "warning" }, since);
}, 200_000);

test("a disk that fills up, and one that is full", async () => {
  const since = live.webhook.now();
  const disk = 'path="/test",job="victoriametrics",instance="elsewhere"';
  const report = (free: number, readOnly: number) =>
    live.push([
      `vm_free_disk_space_bytes{${disk}} ${free}`,
      `vm_total_disk_space_bytes{${disk}} 1000000000`,
      `vm_storage_is_read_only{${disk}} ${readOnly}`,
    ]);
  const labels = { instance: "elsewhere", severity: "critical" };
  let free = 100_000_000;
  const deadline = Date.now() + 60_000;
  while (!live.seen("DiskFillingUp", "firing", labels, since) && Date.now() < deadline) {
    await report((free -= 10_000), 0);
    await sleep(1000);
  }
  await live.fires("DiskFillingUp", labels, since);
  while (!live.seen("DiskFillingUp", "resolved", labels, since) && Date.now() < deadline + 60_000) {
    await report(free, 0);
    await sleep(1000);
  }
  await live.clears("DiskFillingUp", labels, since);
  const full = live.webhook.now();
  await report(0, 1);
  await live.fires("DiskFillingUp", labels, full);
  for (let second = 0; second < 10; second += 1) {
    await report(free, 0);
    await sleep(1000);
  }
  await live.clears("DiskFillingUp", labels, full);
}, 300_000);

test("a receiver that refuses, and an Alertmanager that is away", async () => {
  const since = live.webhook.now();
  live.pager.answer.status = 404;
  await live.stack.stop("jaeger");
  await live.fires("AlertingBroken", { integration: "webhook" }, since);
  live.pager.answer.status = 200;
  await live.stack.start("jaeger");
  await live.clears("AlertingBroken", { integration: "webhook" }, since);
  const away = live.webhook.now();
  await live.stack.stop("alertmanager");
  await sleep(12_000);
  await live.stack.start("alertmanager");
  await live.fires("AlertingBroken", { job: "vmalert" }, away);
  await live.clears("AlertingBroken", { job: "vmalert" }, away);
}, 300_000);

test("every alert was proven here or by test/up", () => {
  const here = ALERTS.filter((name) => !ELSEWHERE.includes(name));
  expect(
    here.filter((name) => ![...live.proven.keys()].some((key) => key.startsWith(name))),
  ).toEqual([]);
});
