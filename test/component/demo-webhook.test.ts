import { expect, test } from "vitest";
import { listenForAlerts } from "../../cli/demo/webhook.ts";
import type { AlertRoute } from "../../components/alertmanager/plan.ts";
import { freePort } from "../support/ports.ts";

const route = (url: string): AlertRoute => ({
  severities: ["critical"],
  labels: {},
  mutedDuring: [],
  receiver: { webhook: { url } },
});
const post = (url: string, body: string) => fetch(url, { method: "POST", body });
const alert = (status: string) => ({
  status,
  labels: { alertname: "AgentLoopIterationsHigh" },
  annotations: { summary: "coder loops" },
});

async function freeUrl(): Promise<string> {
  const port = await freePort();
  return `http://127.0.0.1:${port}/alerts`;
}

test("the demo prints what a pager would get, and counts what has fired", async () => {
  const url = await freeUrl();
  const lines: string[] = [];
  const webhook = await listenForAlerts([route(url)], (line) => lines.push(line));
  await post(url, JSON.stringify({ alerts: [alert("firing"), alert("resolved")] }));
  expect(lines).toEqual([
    "FIRING  AgentLoopIterationsHigh: coder loops",
    "cleared AgentLoopIterationsHigh: coder loops",
  ]);
  expect(webhook?.fired).toEqual(new Set(["AgentLoopIterationsHigh"]));
  expect((await post(url, "no JSON")).status).toBe(400);
  webhook?.close();
});

test("it leaves alone an address of another machine, and one where somebody listens", async () => {
  const silent = () => undefined;
  expect(await listenForAlerts([route("https://hooks.example/x")], silent)).toBeUndefined();
  const url = await freeUrl();
  const first = await listenForAlerts([route(url)], silent);
  expect(await listenForAlerts([route(url)], silent)).toBeUndefined();
  first?.close();
});
