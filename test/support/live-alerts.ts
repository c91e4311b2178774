import { expect } from "vitest";
import type { AlertName } from "../../alerts/rule.ts";
import { liveStack } from "./live-stack.ts";
import { postOtlp } from "./post-otlp.ts";
import { inference, span, traces } from "./traffic.ts";
import { type ReceivedAlert, webhookReceiver } from "./webhook.ts";

/** Windows of seconds instead of minutes: what is tested live is the way, not the defaults. */
const SHORT_WINDOWS = {
  evaluateEverySeconds: 2,
  groupWaitSeconds: 1,
  groupIntervalSeconds: 2,
  missing: { silentSeconds: 20, seenWithinSeconds: 60 },
  cost: {
    factor: 3,
    floorUsd: 0.0001,
    windowSeconds: 10,
    historySeconds: 120,
    minimumWindows: 3,
    evaluateEverySeconds: 2,
  },
  pipeline: { windowSeconds: 15, forSeconds: 0, queuePercent: 20, downSeconds: 8 },
  disk: { warningDays: 7, criticalDays: 2, windowSeconds: 30, belowFreePercent: 50 },
};
export const WAIT = { timeout: 90_000, interval: 500 };
type Labels = Readonly<Record<string, string>>;

/** A stack of real programs with short windows, three receivers, and what its alerts did. */
export async function liveAlerts() {
  const [webhook, pager, heart] = await Promise.all(["", "", ""].map(() => webhookReceiver()));
  if (!webhook || !pager || !heart) throw new Error("three receivers were started");
  const routes = [
    { severities: ["critical" as const, "warning" as const], webhook: { url: webhook.url } },
    { severities: ["critical" as const], webhook: { url: pager.url } },
  ];
  const heartbeat = { webhook: { url: heart.url }, everySeconds: 5 };
  const soon = new Date(Date.now() + 4 * 86_400_000).toISOString().slice(0, 10);
  const expiries = [{ name: "ingest-token", expires: soon }];
  const alerts = { ...SHORT_WINDOWS, routes, heartbeat, expiries };
  const stack = await liveStack({ alerts }, (plan) => ({
    ...plan,
    collector: {
      ...plan.collector,
      queue: { spans: 2100, dataPoints: 2100 },
      sampling: {
        ...plan.collector.sampling,
        decisionWaitSeconds: 2,
        decisionWaitAfterRootSeconds: 1,
        maxTraces: 2000,
      },
    },
    victoriametrics: { ...plan.victoriametrics, scrapeEverySeconds: 2 },
  }));
  /** A line with both times by alert and labels. */
  const proven = new Map<string, string>();
  const seen = (name: AlertName, status: ReceivedAlert["status"], labels: Labels, since: number) =>
    webhook.received.find(
      (alert) =>
        alert.name === name &&
        alert.status === status &&
        alert.atMs >= since &&
        Object.entries(labels).every(([label, value]) => alert.labels[label] === value),
    );
  return {
    ...{ stack, webhook, pager, heart, proven, seen },
    send: (runs: number, agent?: string, inputTokens?: number, bytes?: number) =>
      sendRuns(stack.url("collector", "otlpHttp", "/v1/traces"), runs, agent, inputTokens, bytes),
    /** Writes samples of the kit's own metrics, as if a part had reported them just now. */
    push: (lines: readonly string[]) =>
      fetch(stack.url("victoriametrics", "http", "/api/v1/import/prometheus"), {
        method: "POST",
        body: `${lines.join("\n")}\n`,
      }),
    fires: async (name: AlertName, labels: Labels, since: number): Promise<void> => {
      const message = `${name} ${JSON.stringify(labels)} fires`;
      await expect
        .poll(() => seen(name, "firing", labels, since), { ...WAIT, message })
        .toBeDefined();
    },
    /** Waits for the end of an alert that fired, and notes both times. */
    clears: async (name: AlertName, labels: Labels, since: number): Promise<void> => {
      const fired = seen(name, "firing", labels, since);
      const from = fired?.atMs ?? since;
      const message = `${name} ${JSON.stringify(labels)} clears`;
      const resolved = () => seen(name, "resolved", labels, from);
      await expect.poll(resolved, { ...WAIT, message }).toBeDefined();
      const seconds = (ms = 0) => Math.round((ms - since) / 1000);
      const key = [name, ...Object.values(labels)].join(" ");
      const times = `fired after ${seconds(fired?.atMs)} s, cleared after ${seconds(resolved()?.atMs)} s`;
      proven.set(key, `${key}: ${times}`);
    },
    close: async () => {
      await stack.close();
      await Promise.all([webhook, pager, heart].map((receiver) => receiver.close()));
    },
  };
}

/** Runs of an agent of so many bytes, each with one call of so many input tokens. Gives the status. */
async function sendRuns(
  url: string,
  runs: number,
  agent = "planner",
  inputTokens = 1000,
  bytes = 0,
): Promise<number> {
  const spans = Array.from({ length: runs }, () => {
    const attributes = { "gen_ai.agent.name": agent, "test.filling": "x".repeat(bytes) };
    const run = span({ name: "agent.run", attributes });
    const usage = {
      "gen_ai.agent.name": agent,
      "gen_ai.usage.input_tokens": inputTokens,
      "gen_ai.usage.output_tokens": 10,
    };
    const call = { name: "chat", attributes: inference(usage) };
    return [run, span({ ...call, traceId: run.traceId, parentSpanId: run.spanId })];
  });
  return (await postOtlp(url, traces(spans.flat()))).status;
}
