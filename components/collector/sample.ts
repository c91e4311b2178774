import { VERIFY_AGENT } from "../core/names.ts";
import { GEN_AI, ITERATIONS, NOTE, NOTE_PREFIX, TASK, TOOL_SUCCESS } from "./attributes.ts";
import { call, dropMatching, replace, span, type StatementGroup, text } from "./ottl.ts";
import type { Processor } from "./pipeline.ts";
import type { SamplingPlan } from "./plan.ts";
import type { Route } from "./routes.ts";

/**
 * Decides on whole traces: what went wrong is kept, of the rest a share.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/processor/tailsamplingprocessor
 */
export function tailSampling(plan: SamplingPlan, route: Route): Processor<"sample"> {
  return {
    kind: "processors",
    role: "sample",
    type: "tail_sampling",
    ...(route.name !== "sample" && { name: route.name }),
    config: {
      decision_wait: `${plan.decisionWaitSeconds}s`,
      decision_wait_after_root_received: `${plan.decisionWaitAfterRootSeconds}s`,
      num_traces: plan.maxTraces,
      expected_new_traces_per_sec: plan.expectedNewTracesPerSecond,
      // Late spans of a decided trace follow its decision.
      decision_cache: {
        sampled_cache_size: plan.rememberedDecisions,
        non_sampled_cache_size: plan.rememberedDecisions,
      },
      maximum_trace_size_bytes: plan.largestTraceBytes,
      sample_on_first_match: true,
      policies: policiesOf(plan, route),
    },
  };
}

interface Policy {
  readonly name: string;
  readonly type: string;
  readonly [config: string]: unknown;
}

/** Marked where the span was normalised, so it holds for whatever SDK sent it. */
const HOLDS_GENAI: Policy = {
  name: "genai",
  type: "boolean_attribute",
  boolean_attribute: { key: NOTE.genai, value: true },
};

function policiesOf(plan: SamplingPlan, { which, sampled }: Route): Policy[] {
  if (!sampled) return [HOLDS_GENAI];
  if (which === "all") return policies(plan);
  return policies(plan).map((policy) => ({
    name: policy.name,
    type: "and",
    and: { and_sub_policy: [HOLDS_GENAI, policy] },
  }));
}

function policies(plan: SamplingPlan): Policy[] {
  return [
    { name: "errors", type: "status_code", status_code: { status_codes: ["ERROR"] } },
    {
      name: "failed-tools",
      type: "boolean_attribute",
      boolean_attribute: { key: TOOL_SUCCESS, value: false },
    },
    {
      name: "slow",
      type: "latency",
      latency: { threshold_ms: Math.round(plan.slowerThanSeconds * 1000) },
    },
    {
      name: "loops",
      type: "numeric_attribute",
      numeric_attribute: { key: ITERATIONS, min_value: plan.maxIterations + 1 },
    },
    {
      name: "verify",
      type: "string_attribute",
      string_attribute: { key: GEN_AI.agent, values: [VERIFY_AGENT] },
    },
    ...(plan.fullUntil === undefined ? [] : [everythingUntil(plan.fullUntil)]),
    {
      name: "baseline",
      type: "probabilistic",
      probabilistic: { sampling_percentage: plan.baselinePercent },
    },
  ];
}

/** Compares with the clock when it runs, so the same settings always give the same file. */
function everythingUntil(date: string): Policy {
  const condition = `Now() < Time(${text(date.slice(0, 10))}, "%Y-%m-%d")`;
  return {
    name: "full-until",
    type: "ottl_condition",
    ottl_condition: { error_mode: "ignore", span: [condition] },
  };
}

/** Longest text of a span, in bytes, where content is not wanted anyway. */
const LONGEST_TEXT_BYTES = 2048;

/** Cut after redaction: a secret that is cut no longer looks like one. */
export function tidySpans(capture: boolean): StatementGroup[] {
  return [
    {
      statements: [
        dropMatching("span.attributes", `^${NOTE_PREFIX.replace(".", "[.]")}`),
        replace(span(TASK), "^((?s:.{100}))(?s:.+)$", "$1"),
        ...(capture ? [] : [call(`truncate_all(span.attributes, ${LONGEST_TEXT_BYTES})`)]),
      ],
    },
  ];
}
