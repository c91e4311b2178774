import { setTimeout as sleep } from "node:timers/promises";
import { useAgentCredentials } from "./agent-credentials.ts";
import { readOptions } from "./arguments.ts";
import { command } from "./command.ts";
import { type Provocation, provocations } from "./demo/provoke.ts";
import { nextText, progressText, provocationText, summaryText } from "./demo/report.ts";
import { runDemo } from "./demo/run-demo.ts";
import { listenForAlerts, type Webhook } from "./demo/webhook.ts";
import { endpointsOf } from "./endpoints.ts";
import { Progress } from "./progress.ts";
import { reachStack } from "./reach-stack.ts";
import { loadStack } from "./stack-file.ts";
import { collectComplaints } from "./traffic/complaints.ts";
import { targetOf } from "./traffic/exporter.ts";
import { modelFacts } from "./traffic/model-facts.ts";

/** Two evaluations of 30 s, a group's wait, and the way there. */
const EVALUATION_AND_DELIVERY_SECONDS = 90;

/** `make demo`: a realistic multi-agent workload over real OTLP. */
await command(async () => {
  const options = readOptions("demo", process.argv.slice(2), {
    stack: { kind: "text", fallback: "local" },
    rate: { kind: "number", fallback: 60, min: 1, max: 6000 },
    duration: { kind: "number", fallback: 60, min: 1, max: 86_400 },
    seed: { kind: "number", fallback: 1, min: 0, max: 2 ** 31 },
    burst: { kind: "switch" },
    alerts: { kind: "switch" },
  });
  const stack = loadStack(options.stack);
  const { plan } = stack;
  const progress = new Progress();
  const reached = await reachStack(stack, "demo");
  const endpoints = endpointsOf({ ...plan, ...reached });
  if (!targetOf(endpoints, process.env).fromEnvironment) useAgentCredentials(stack);
  const provoked = options.alerts ? provocations(plan.alerts, options.seed) : [];
  const webhook = options.alerts
    ? await listenForAlerts(plan.alertmanager.routes, (line) => {
        progress.end();
        console.log(line);
      })
    : undefined;
  if (options.alerts) console.log(`\n${provocationText(provoked)}\n`);
  const stop = new AbortController();
  process.once("SIGINT", () => {
    stop.abort();
  });
  const complaints = collectComplaints();
  const summary = await runDemo({
    endpoints,
    environment: process.env,
    models: modelFacts,
    seed: options.seed,
    runsPerMinute: options.rate,
    durationSeconds: options.duration,
    burst: options.burst,
    alerts: options.alerts ? plan.alerts : undefined,
    signal: stop.signal,
    onProgress: (now) => {
      progress.show(progressText(now, progress.seconds));
    },
  }).finally(reached.close);
  progress.end();
  console.log(summaryText(summary));
  for (const complaint of complaints) console.log(`The SDK says: ${complaint}`);
  console.log(nextText(summary, endpoints, plan.alerts.missing.silentSeconds));
  if (summary.spans.failed > 0) process.exitCode = 1;
  if (webhook && summary.spans.failed === 0) await waitForAlerts(webhook, provoked, stop.signal);
  webhook?.close();
});

/** Listens until every provoked alert has fired; Ctrl-C ends it, and so does a minute too many. */
async function waitForAlerts(
  webhook: Webhook,
  provoked: readonly Provocation[],
  signal: AbortSignal,
): Promise<void> {
  const latest = Math.max(...provoked.map(({ firesAfterSeconds }) => firesAfterSeconds));
  const seconds = latest + EVALUATION_AND_DELIVERY_SECONDS;
  console.log(`\nListening at ${webhook.url} for up to ${seconds} s; Ctrl-C ends it.`);
  const missing = () => provoked.filter(({ alert }) => !webhook.fired.has(alert));
  const deadline = performance.now() + seconds * 1000;
  while (missing().length > 0 && performance.now() < deadline && !signal.aborted)
    await sleep(500, undefined, { signal }).catch(() => undefined);
  const late = missing().map(({ alert }) => alert);
  console.log(late.length === 0 ? "All five alerts fired." : `Not yet: ${late.join(", ")}.`);
}
