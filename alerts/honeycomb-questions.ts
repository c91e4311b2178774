import type { CalculationOp, Filter, Query, Trigger } from "../components/managed/honeycomb/api.ts";
import { type Label, LABELS, METRICS } from "../components/core/metrics.ts";
import type { AlertsPlan } from "./plan.ts";
import type { AlertRule } from "./rule.ts";
import { alertRules } from "./rules.ts";
import { where } from "./honeycomb-filters.ts";
import { type Share, shares } from "./shares.ts";

/** A rule in the words of Honeycomb. */
export interface Question {
  readonly rule: AlertRule;
  readonly query: Query;
  readonly threshold: Omit<Trigger["threshold"], "exceeded_limit">;
  /** What of the rule it can't say. */
  readonly notHeld: readonly string[];
}

/**
 * Every rule that Honeycomb can hold. Metrics there are summed up over time by their type before anything
 * else: a counter and a histogram become what came in within a step, whether they are cumulative or not.
 * A step as long as the window gives one value for each group.
 * https://docs.honeycomb.io/investigate/query/apply-temporal-aggregation
 */
export function honeycombQuestions(plan: AlertsPlan): readonly Question[] {
  const rules = new Map(alertRules(plan).map((rule) => [rule.id, rule]));
  const { agents, loop, context, latency, toolFailure } = plan;
  const each = <Value>(
    id: string,
    all: readonly Share<Value>[],
    question: (share: Share<Value>) => Omit<Question, "rule">,
  ): Question[] =>
    all.flatMap((share) => {
      const rule = rules.get(`${id}${share.suffix}`);
      return rule ? [{ rule, ...question(share) }] : [];
    });
  return [
    ...each(
      "agent-loop-iterations-high",
      shares(agents, loop.iterations, (own) => own.iterations),
      (share) => loops(plan, share),
    ),
    ...each(
      "agent-token-budget-exceeded",
      shares(agents, context.overPercent, (own) => own.contextPercent),
      (share) => fullContext(plan, share),
    ),
    ...each(
      "agent-latency-p99-high",
      shares(agents, latency.p99Seconds, (own) => own.p99Seconds),
      (share) => slowRuns(plan, share),
    ),
    ...each(
      "agent-tool-failure-spike",
      shares(agents, toolFailure.successBelowPercent, (own) => own.toolSuccessPercent),
      (share) => failedTools(plan, share),
    ),
    ...[...rules.values()].flatMap((rule) => silence(plan, rule)),
  ];
}

const AGENT: readonly Label[] = [
  "deployment_environment_name",
  "service_name",
  "gen_ai_agent_name",
];
const by = (labels: readonly Label[]): string[] => labels.map((label) => LABELS[label]);
/** One step: see above. */
const over = (seconds: number) => ({ time_range: seconds, granularity: seconds });

/** The percentiles that Honeycomb knows, by the share in percent that lies above each. */
const ABOVE: readonly (readonly [overPercent: number, op: CalculationOp])[] = [
  [50, "P50"],
  [25, "P75"],
  [20, "P80"],
  [10, "P90"],
  [5, "P95"],
  [1, "P99"],
  [0.1, "P999"],
];

/** Over 1 % of the runs took more than 8 iterations when the 99th percentile is more than 8. */
function loops({ loop }: AlertsPlan, { which, value }: Share<number>): Omit<Question, "rule"> {
  const [share, op] = ABOVE.find(([above]) => above <= loop.overPercent) ?? [0.1, "P999"];
  return {
    query: {
      calculations: [{ op, column: METRICS.runIterations.otel }],
      filters: where(which),
      breakdowns: by(AGENT),
      ...over(loop.windowSeconds),
    },
    threshold: { op: ">", value },
    notHeld:
      share === loop.overPercent
        ? []
        : [`a share of ${loop.overPercent} % of the runs (it is ${share} %: ${op})`],
  };
}

/** Up to 1,000 calls, the highest 0.1 % are the highest one. A histogram has no maximum of its own. */
function fullContext(
  { context }: AlertsPlan,
  { which, value }: Share<number>,
): Omit<Question, "rule"> {
  return {
    query: {
      calculations: [{ op: "P999", column: METRICS.llmContextUtilization.otel }],
      filters: where(which),
      breakdowns: by([...AGENT, "gen_ai_request_model"]),
      ...over(context.windowSeconds),
    },
    threshold: { op: ">", value },
    notHeld: ["a single call among more than 1,000 of one agent and model in the window (P999)"],
  };
}

function slowRuns(
  { latency }: AlertsPlan,
  { which, value }: Share<number>,
): Omit<Question, "rule"> {
  const column = METRICS.runDuration.otel;
  return {
    query: {
      calculations: [
        { op: "P99", column },
        { op: "HISTOGRAM_COUNT", column },
      ],
      havings: [{ calculate_op: "HISTOGRAM_COUNT", column, op: ">=", value: latency.minimumRuns }],
      filters: where(which),
      breakdowns: by(AGENT),
      ...over(latency.windowSeconds),
    },
    threshold: { op: ">", value },
    notHeld: [],
  };
}

/** Named calculations take their filters themselves: the query as a whole may have none. */
function failedTools(
  { toolFailure }: AlertsPlan,
  { which, value }: Share<number>,
): Omit<Question, "rule"> {
  const column = METRICS.toolCalls.otel;
  const failed: Filter = { column: LABELS.tool_success, op: "=", value: false };
  const all = where(which);
  return {
    query: {
      calculations: [
        { op: "SUM", column, name: "calls", filters: all },
        { op: "SUM", column, name: "failed", filters: [...all, failed] },
      ],
      formulas: [
        {
          name: "failed_percent",
          expression: `IF(GTE($calls, ${toolFailure.minimumCalls}), MUL(100, DIV($failed, $calls)), 0)`,
        },
      ],
      breakdowns: by(["deployment_environment_name", "service_name", "gen_ai_tool_name"]),
      ...over(toolFailure.windowSeconds),
    },
    threshold: { op: ">", value: Number((100 - value).toFixed(6)) },
    notHeld: [],
  };
}

/**
 * What sends nothing has no row in a query with groups: so one trigger for each declared agent, without
 * groups, and one for all agents together. A point of `agent.last_seen` comes only when one was seen.
 */
function silence({ missing, agents }: AlertsPlan, rule: AlertRule): Question[] {
  const none = (seconds: number, filters: readonly Filter[]): Question => ({
    // One trigger for "silent now" and "never seen": the first may not wait for the second.
    rule: { ...rule, forSeconds: 0 },
    query: {
      calculations: [{ op: "COUNT_DATAPOINTS", column: METRICS.lastSeen.otel }],
      filters,
      ...over(seconds),
    },
    threshold: { op: "<", value: 1 },
    notHeld: ["that agents of a new stack need not be there at once"],
  });
  if (rule.id === "pipeline-silent-nothing-received")
    return [none(missing.silentSeconds, where({}))];
  if (rule.name !== "AgentTracesMissing") return [];
  return agents
    .filter(({ intermittent }) => !intermittent)
    .filter(({ name, service }) => rule.id === neverSeenId(name, service))
    .map(({ name, service, own }) =>
      none(own?.silentSeconds ?? missing.silentSeconds, [
        { column: LABELS.gen_ai_agent_name, op: "=", value: name },
        ...(service ? [{ column: LABELS.service_name, op: "=", value: service } as const] : []),
      ]),
    );
}

const neverSeenId = (name: string, service: string | undefined): string =>
  `agent-traces-missing-never-seen-${service ? `${service}-` : ""}${name}`;
