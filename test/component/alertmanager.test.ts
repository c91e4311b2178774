import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { alertmanager } from "../../components/alertmanager/index.ts";
import type { AlertmanagerPlan, AlertRoute } from "../../components/alertmanager/plan.ts";
import { describeWorkload } from "../../components/describe-workload.ts";
import { TEST_FOOTPRINTS } from "../support/footprints.ts";
import { binary } from "../support/binaries.ts";
import { localUrl, type Running, running, stopped } from "../support/collector-process.ts";
import { freePort, LOOPBACK } from "../support/ports.ts";
import { webhookReceiver } from "../support/webhook.ts";

const WAIT = { timeout: 15_000, interval: 200 };
const home = mkdtempSync(join(tmpdir(), "agentobs-alertmanager-"));
let team: Awaited<ReturnType<typeof webhookReceiver>>;
let muted: Awaited<ReturnType<typeof webhookReceiver>>;
let program: Running;
let port: number;

const route = (more: Partial<AlertRoute>): AlertRoute => ({
  severities: ["critical", "warning"],
  labels: {},
  mutedDuring: [],
  receiver: {},
  ...more,
});

/** Every kind of receiver, so that the real program judges each; only webhooks are sent to. */
function planOf(teamUrl: string, mutedUrl: string): AlertmanagerPlan {
  const nobody = { environments: ["nowhere"] };
  const email = {
    ...{ to: "team@example.com", from: "agentobs@example.com", smarthost: "smtp.example.com:587" },
    ...{ username: "agentobs", passwordSecret: "mail" },
  };
  return {
    replicas: 1,
    groupWaitSeconds: 1,
    groupIntervalSeconds: 1,
    repeatSeconds: 3600,
    routes: [
      route({ environments: ["prod.eu"], receiver: { webhook: { urlSecret: "team" } } }),
      route({ mutedDuring: ["always"], receiver: { webhook: { url: mutedUrl } } }),
      route({ ...nobody, receiver: { slack: { urlSecret: "slack", channel: "#agents" } } }),
      route({ ...nobody, receiver: { pagerDuty: { routingKeySecret: "pager" } } }),
      route({ ...nobody, receiver: { email } }),
    ],
    muteTimes: [{ name: "always", from: "00:00", until: "24:00", timeZone: "Europe/Berlin" }],
    heartbeat: { webhook: { url: teamUrl }, everySeconds: 60 },
  };
}

beforeAll(async () => {
  [team, muted] = [await webhookReceiver(), await webhookReceiver()];
  port = await freePort();
  const platform = { bind: LOOPBACK, paths: () => ({ files: home, data: home, secrets: home }) };
  const addresses = {
    alertmanager: { http: { host: LOOPBACK, port }, cluster: { host: LOOPBACK, port: 0 } },
  };
  const plan = planOf(team.url, muted.url);
  const places = { platform, addresses, footprints: TEST_FOOTPRINTS };
  const workload = describeWorkload("alertmanager", places, alertmanager(plan));
  mkdirSync(home, { recursive: true });
  for (const [file, text] of Object.entries(workload.files)) writeFileSync(join(home, file), text);
  for (const use of workload.secrets)
    if ("file" in use && "secret" in use)
      writeFileSync(join(home, use.file), use.secret === "team" ? team.url : "x");
  program = await running(binary("alertmanager"), workload.args, {}, localUrl(port, "/-/healthy"));
});
afterAll(async () => {
  await stopped(program);
  await Promise.all([team.close(), muted.close()]);
  rmSync(home, { recursive: true, force: true });
});

async function raise(...alerts: Record<string, string>[]): Promise<void> {
  const response = await fetch(localUrl(port, "/api/v2/alerts"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(alerts.map((labels) => ({ labels }))),
  });
  expect(response.status, await response.text()).toBe(200);
}
const got = (receiver: typeof team, name: string) =>
  receiver.received.filter((alert) => alert.name === name);
const PROD = { deployment_environment_name: "prod.eu", severity: "critical" };

test("an alert goes where its environment leads, by an address from a file, and nowhere else", async () => {
  await raise(
    { alertname: "AgentLatencyP99High", ...PROD },
    { alertname: "AgentLatencyP99High", ...PROD, deployment_environment_name: "prodXeu" },
  );
  await expect.poll(() => got(team, "AgentLatencyP99High").length, WAIT).toBe(1);
  await sleep(2000);
  expect(got(team, "AgentLatencyP99High")).toHaveLength(1);
});

test("a route that is muted now says nothing", () => {
  expect(muted.received).toEqual([]);
});

test("a critical alert holds back the warning about the same thing, not about another one", async () => {
  const disk = { alertname: "DiskFillingUp", ...PROD, job: "victoriametrics" };
  await raise(
    { ...disk, instance: "a" },
    { ...disk, instance: "a", severity: "warning" },
    { ...disk, instance: "b", severity: "warning" },
  );
  await expect.poll(() => got(team, "DiskFillingUp").length, WAIT).toBe(2);
  const told = got(team, "DiskFillingUp").map(
    ({ labels }) => `${labels["instance"]} ${labels["severity"]}`,
  );
  expect(told.sort()).toEqual(["a critical", "b warning"]);
});

test("while the pipeline is silent no agent is missed, and other alerts still come", async () => {
  await raise({ alertname: "PipelineSilent", ...PROD });
  await expect.poll(() => got(team, "PipelineSilent").length, WAIT).toBe(1);
  await raise(
    { alertname: "AgentTracesMissing", ...PROD, gen_ai_agent_name: "planner" },
    { alertname: "BackendDown", ...PROD, job: "collector" },
    { alertname: "BackendDown", ...PROD, job: "jaeger" },
  );
  await expect.poll(() => got(team, "BackendDown").length, WAIT).toBe(1);
  await sleep(2000);
  expect(got(team, "BackendDown").map(({ labels }) => labels["job"])).toEqual(["jaeger"]);
  expect(got(team, "AgentTracesMissing")).toEqual([]);
});

test("the heartbeat goes to its own receiver only, and its severity to no route", async () => {
  await raise({ alertname: "PipelineHeartbeat", ...PROD, severity: "none" });
  await expect.poll(() => got(team, "PipelineHeartbeat").length, WAIT).toBe(1);
  expect(got(muted, "PipelineHeartbeat")).toEqual([]);
});

test("what could not be told is counted by the receiver's name, which the rules go by", async () => {
  const page = await (await fetch(localUrl(port, "/metrics"))).text();
  expect(page).toMatch(
    /^alertmanager_notifications_failed_total\{[^}]*receiver_name="webhook-1"[^}]*\} 0$/m,
  );
});
