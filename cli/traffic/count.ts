import type { SpanText } from "./attributes.ts";
import type { Failure, ModelCall, RunScript, ToolCall, Usage } from "./script.ts";
import { type SeriesLabels, sumOf, type Tally } from "./tally.ts";

/** What the collector knows of a model: from the same table, so that costs compare exactly. */
export interface ModelFacts {
  /** Value of the label `gen_ai_request_model`. */
  readonly key: string;
  /** Input limit in tokens. */
  readonly contextWindow?: number | undefined;
  /** US dollars; undefined where the table holds no price. */
  readonly cost: (usage: Usage) => number | undefined;
}
export type ModelLookup = (call: ModelCall) => ModelFacts;

/** Adds what the collector must derive from a run's own span. */
export function countRun(tally: Tally, run: RunScript, seconds: number): void {
  const labels = { gen_ai_agent_name: run.agent, status: run.failure ? "error" : "ok" };
  tally.add("runs", labels);
  tally.add("runDuration", labels, seconds);
  tally.add("runIterations", labels, run.iterations);
  tally.add("spans", { gen_ai_agent_name: run.agent });
}

export function countTool(tally: Tally, call: ToolCall, agent: string): void {
  const tool = { gen_ai_agent_name: agent, gen_ai_tool_name: call.name };
  const outcome = call.failure
    ? { tool_success: "false", error_type: call.failure.type }
    : { tool_success: "true" };
  tally.add("toolCalls", { ...tool, ...outcome });
  tally.add("toolDuration", tool, call.seconds);
  tally.add("spans", { gen_ai_agent_name: agent });
}

export function countModel(tally: Tally, call: ModelCall, agent: string, facts: ModelFacts): void {
  const model = { gen_ai_agent_name: agent, gen_ai_request_model: facts.key };
  const provider = { ...model, gen_ai_provider_name: call.provider };
  tally.add(
    "llmDuration",
    {
      ...provider,
      gen_ai_operation_name: call.operation,
      ...(call.failure && { error_type: call.failure.type }),
    },
    call.seconds,
  );
  tally.add("spans", { gen_ai_agent_name: agent });
  if (call.firstChunkSeconds !== undefined)
    tally.add("llmTimeToFirstChunk", model, call.firstChunkSeconds);
  if (call.usage) countUsage(tally, call.usage, { model, provider, facts });
  // A call that failed costs nothing, so that it leaves no gap.
  else if (!call.failure) tally.add("llmCallsUncovered", { ...model, reason: "no_usage" });
}

/** Adds what must be removed from a span: content, and the messages of its failure. */
export function countContent(
  tally: Tally,
  agent: string,
  { content, events }: SpanText,
  failure?: Failure,
): void {
  const items = {
    attributes: Object.keys(content).length,
    events: sumOf(events.map(({ attributes }) => Object.keys(attributes).length)),
    exceptions: failure ? 2 : 0,
    status: failure ? 1 : 0,
  };
  for (const [where, count] of Object.entries(items))
    if (count > 0) tally.add("contentRemoved", { gen_ai_agent_name: agent, where }, count);
}

/** Adds what must be removed from the log record of a call: its body and its one attribute. */
export function countLogRecord(tally: Tally, agent: string): void {
  tally.add("contentRemoved", { gen_ai_agent_name: agent, where: "logs" }, 2);
}

interface Called {
  readonly model: SeriesLabels;
  readonly provider: SeriesLabels;
  readonly facts: ModelFacts;
}

function countUsage(tally: Tally, usage: Usage, { model, provider, facts }: Called): void {
  const types = {
    input: usage.input,
    output: usage.output,
    cache_read: usage.cacheRead,
    cache_write: usage.cacheWrite,
    reasoning: usage.reasoning,
  };
  for (const [type, tokens] of Object.entries(types))
    if (tokens) tally.add("llmTokens", { ...provider, gen_ai_token_type: type }, tokens);
  tally.add("llmInputTokens", model, usage.input);
  if (facts.contextWindow)
    tally.add("llmContextUtilization", model, (100 * usage.input) / facts.contextWindow);
  else tally.add("llmCallsUncovered", { ...model, reason: "no_window" });
  const cost = facts.cost(usage);
  if (cost === undefined) tally.add("llmCallsUncovered", { ...model, reason: "no_price" });
  else tally.add("llmCost", provider, cost);
}
