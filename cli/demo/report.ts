import { VMUI_PAGE } from "../../dashboards/vmui.ts";
import type { Label } from "../../components/core/metrics.ts";
import type { Endpoints } from "../endpoints.ts";
import { table } from "../table.ts";
import { type ExpectedSeries, observations, total } from "../traffic/tally.ts";
import type { Provocation } from "./provoke.ts";
import type { DemoProgress, DemoSummary } from "./run-demo.ts";

/** One line while it runs. */
export function progressText(progress: DemoProgress, seconds: number): string {
  const { runs, plannedRuns, spans, errors, failedSpans } = progress;
  const lost = failedSpans > 0 ? `, ${failedSpans} spans not delivered` : "";
  return `${seconds.toFixed(0)} s: ${runs} of ${plannedRuns} runs, ${spans} spans, ${errors} failing runs${lost}`;
}

/** What was sent, by agent, model and tool: the numbers that the dashboards must show. */
export function summaryText(summary: DemoSummary): string {
  const { spans, runs, seconds, seed, target } = summary;
  return [
    "",
    `Sent ${runs.length} runs (${spans.sent} spans) in ${seconds.toFixed(1)} s to ${target.url} over ${target.protocol}, seed ${seed}.`,
    "",
    agentTable(summary.expected),
    "",
    modelTable(summary.expected),
    "",
    toolTable(summary.expected),
    "",
  ].join("\n");
}

function agentTable(expected: readonly ExpectedSeries[]): string {
  const rows = valuesOf(expected, "gen_ai_agent_name").map((agent) => {
    const of = { gen_ai_agent_name: agent };
    const runs = total(expected, "runs", of);
    const seconds = total(expected, "runDuration", of) / runs;
    return [
      agent,
      String(runs),
      String(total(expected, "runs", { ...of, status: "error" })),
      `${seconds.toFixed(1)} s`,
      (total(expected, "runIterations", of) / runs).toFixed(1),
      dollars(total(expected, "llmCost", of)),
    ];
  });
  return table(["agent", "runs", "failed", "mean", "iterations", "cost"], rows);
}

function modelTable(expected: readonly ExpectedSeries[]): string {
  const rows = valuesOf(expected, "gen_ai_request_model").map((model) => {
    const of = { gen_ai_request_model: model };
    const tokens = (type: string) =>
      thousands(total(expected, "llmTokens", { ...of, gen_ai_token_type: type }));
    const calls = observations(expected, "llmDuration", of);
    return [model, String(calls), tokens("input"), tokens("cache_read"), tokens("output")];
  });
  return table(["model", "calls", "input tokens", "of them cached", "output tokens"], rows);
}

function toolTable(expected: readonly ExpectedSeries[]): string {
  const rows = valuesOf(expected, "gen_ai_tool_name").map((tool) => {
    const of = { gen_ai_tool_name: tool };
    const calls = total(expected, "toolCalls", of);
    const failed = total(expected, "toolCalls", { ...of, tool_success: "false" });
    return [tool, String(calls), String(failed)];
  });
  return table(["tool", "calls", "failed"], rows);
}

/** Where to look now, and what has not arrived. */
export function nextText(
  summary: DemoSummary,
  endpoints: Endpoints,
  silentSeconds: number,
): string {
  const { delivered, failed } = summary.spans;
  const lines = [`Delivered: ${delivered} spans.`];
  if (failed > 0)
    lines.push(
      `Not delivered: ${failed} spans (${summary.exportErrors.join("; ")}).`,
      "  Fix: make up, then make demo again",
    );
  if (endpoints.jaegerUrl) lines.push(`Traces:  ${endpoints.jaegerUrl}`);
  if (endpoints.metricsUrl) lines.push(`Dashboards: ${endpoints.metricsUrl}${VMUI_PAGE}`);
  if (endpoints.rulesUrl) lines.push(`Alerts:  ${endpoints.rulesUrl}/vmalert/alerts`);
  lines.push(
    `The agents are silent from now on: PipelineSilent says so after ${duration(silentSeconds)}.`,
  );
  return lines.join("\n");
}

/** What the alerts mode sends and when each alert can be seen. */
export function provocationText(provocations: readonly Provocation[]): string {
  const rows = provocations.map(({ alert, sends, firesAfterSeconds, windowSeconds }) => [
    alert,
    sends,
    firesAfterSeconds === 0 ? "next evaluation" : duration(firesAfterSeconds),
    duration(windowSeconds),
  ]);
  return [
    table(["alert", "what is sent", "fires after", "looks back"], rows),
    "AgentCostSurge is not provoked: it must know an agent's usual costs first.",
  ].join("\n");
}

function valuesOf(expected: readonly ExpectedSeries[], label: Label): string[] {
  return [...new Set(expected.flatMap(({ labels }) => labels[label] ?? []))].sort();
}

function dollars(amount: number): string {
  return `$${amount.toFixed(4)}`;
}

function thousands(count: number): string {
  return count.toLocaleString("en-US");
}

/** `90 s`, `5 min`, `1 h`, `1 d`. */
function duration(seconds: number): string {
  if (seconds >= 86_400 && seconds % 86_400 === 0) return `${seconds / 86_400} d`;
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds >= 60 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
