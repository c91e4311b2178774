import type {
  Board,
  Calculation,
  Column,
  Filter,
  Panel,
  Tag,
} from "../components/managed/honeycomb/api.ts";
import { COMMON_LABELS, type Label, LABELS, METRICS } from "../components/core/metrics.ts";
import { VERIFY_AGENT } from "../components/core/names.ts";

const DAY_SECONDS = 86_400;
const COLUMNS = 12;
const WIDTH = 4;
const HEIGHT = 6;

/**
 * One board that answers what the overview does: runs, errors, time, loops, tools, tokens, cost, context.
 * https://docs.honeycomb.io/investigate/collaborate/boards
 */
export function honeycombBoard(environment: string, tags: readonly Tag[]): Board {
  return {
    name: `AI agents [${environment}]`,
    description:
      "What the agents do, cost and break, from metrics counted before any sampling. Made by agentobs: changes are undone.",
    panels: PANELS.map((panel, index) => ({
      ...panel,
      position: {
        x_coordinate: (index * WIDTH) % COLUMNS,
        y_coordinate: Math.floor((index * WIDTH) / COLUMNS) * HEIGHT,
        width: WIDTH,
        height: HEIGHT,
      },
    })),
    tags,
  };
}

type Drawn = Omit<Panel, "position">;

const counted = (column: string): Calculation => ({ op: "SUM", column });
const p = (op: "P50" | "P95" | "P99", column: string): Calculation => ({ op, column });

/** A question of the last day, a line or layer for each group. */
function panel(
  title: string,
  description: string,
  calculations: readonly Calculation[],
  by: readonly Label[],
  more: { readonly chart?: Drawn["chart"]; readonly only?: readonly Filter[] } = {},
): Drawn {
  const traffic: Filter = { column: LABELS.gen_ai_agent_name, op: "!=", value: VERIFY_AGENT };
  return {
    title,
    description,
    style: "combo",
    chart: more.chart ?? "line",
    query: {
      calculations,
      filters: [traffic, ...(more.only ?? [])],
      breakdowns: by.map((label) => LABELS[label]),
      time_range: DAY_SECONDS,
    },
  };
}

const AGENT = "gen_ai_agent_name";
const MODEL = "gen_ai_request_model";
const is = (label: Label, value: string | boolean): Filter => ({
  column: LABELS[label],
  op: "=",
  value,
});

const PANELS: readonly Drawn[] = [
  panel("Runs", "How many runs did each agent end?", [counted(METRICS.runs.otel)], [AGENT], {
    chart: "stacked",
  }),
  panel("Failed runs", "How many runs ended in an error?", [counted(METRICS.runs.otel)], [AGENT], {
    chart: "stacked",
    only: [is("status", "error")],
  }),
  panel(
    "Run duration (s)",
    "How long do half of an agent's runs take, and the slowest 1 %?",
    [p("P50", METRICS.runDuration.otel), p("P99", METRICS.runDuration.otel)],
    [AGENT],
  ),
  panel(
    "Loop iterations",
    "How often does an agent go round before it ends? The highest 1 % of its runs.",
    [p("P99", METRICS.runIterations.otel)],
    [AGENT],
  ),
  panel(
    "Failed tool calls",
    "Which tools fail, and whose?",
    [counted(METRICS.toolCalls.otel)],
    ["gen_ai_tool_name", AGENT],
    { chart: "stacked", only: [is("tool_success", false)] },
  ),
  panel(
    "Model call duration (s)",
    "How long do calls of each model take? The slowest 5 %.",
    [p("P95", METRICS.llmDuration.otel)],
    [MODEL],
  ),
  panel(
    "Failed model calls",
    "Which models fail, and how?",
    [{ op: "HISTOGRAM_COUNT", column: METRICS.llmDuration.otel }],
    [MODEL, "error_type"],
    { chart: "stacked", only: [{ column: LABELS.error_type, op: "exists" }] },
  ),
  panel(
    "Tokens",
    "How many tokens go in and out? Cached and reasoning tokens are parts of those.",
    [counted(METRICS.llmTokens.otel)],
    ["gen_ai_token_type"],
    { chart: "stacked" },
  ),
  panel(
    "Cost (USD)",
    "What does each agent cost, and with which model?",
    [counted(METRICS.llmCost.otel)],
    [AGENT, MODEL],
    { chart: "stacked" },
  ),
  panel(
    "Context window (%)",
    "How full do the fullest 1 % of calls make a model's context window?",
    [p("P99", METRICS.llmContextUtilization.otel)],
    [AGENT, MODEL],
  ),
];

/** The columns that queries of the kit name, as the collector's data would make them. */
export function honeycombColumns(used: ReadonlySet<string>): readonly Column[] {
  const metrics = Object.values(METRICS).map(
    ({ otel, kind, description }): Column => ({
      key_name: otel,
      type: kind === "histogram" ? "histogram" : "float",
      description,
    }),
  );
  const labels = (Object.keys(LABELS) as Label[]).map(
    (label): Column => ({
      key_name: LABELS[label],
      type: label === "tool_success" ? "boolean" : "string",
      description: (COMMON_LABELS as readonly string[]).includes(label)
        ? "On every metric of agentobs"
        : "A label of agentobs' metrics",
    }),
  );
  return [...metrics, ...labels].filter(({ key_name: name }) => used.has(name));
}
