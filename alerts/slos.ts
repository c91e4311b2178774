import { METRICS } from "../components/core/metrics.ts";
import { boundRegexp } from "../components/core/promql.ts";
import { series } from "../components/core/promql-series.ts";
import { queryText } from "../components/core/promql-text.ts";
import type { SloPlan } from "../components/managed/grafana/plan.ts";

/** What an objective counts: selectors of counters, whose rates Grafana divides by itself. */
export interface SloQueries {
  readonly good: string;
  readonly all: string;
}

/** https://grafana.com/docs/grafana-cloud/alerting-and-irm/slo/create/ */
export function sloQueries({
  measured,
  withinSeconds = 0,
  agent,
  environment,
}: SloPlan): SloQueries {
  const where = {
    deployment_environment_name: environment,
    ...(agent !== undefined && { gen_ai_agent_name: agent }),
  };
  const text = (selector: ReturnType<typeof series>) => queryText(selector, PROMETHEUS);
  switch (measured) {
    case "tool-calls": {
      const { toolCalls } = METRICS;
      return {
        good: text(series(toolCalls, "", { ...where, tool_success: "true" })),
        all: text(series(toolCalls, "", where)),
      };
    }
    case "runs":
      return {
        good: text(series(METRICS.runs, "", { ...where, status: "ok" })),
        all: text(series(METRICS.runs, "", where)),
      };
    case "run-duration": {
      const { runDuration } = METRICS;
      const bucket = series(runDuration, "_bucket", where);
      return {
        good: text(bucket.labelMatchRegexp("le", boundRegexp(withinSeconds))),
        all: text(series(runDuration, "_count", where)),
      };
    }
  }
}

/** The selectors are the same in both languages. */
const PROMETHEUS = { dialect: "prometheus" } as const;

/** In the words of its reader. */
export function sloText({ measured, withinSeconds, agent, percent, days }: SloPlan): string {
  const what = {
    "tool-calls": "tool calls succeed",
    runs: "runs end well",
    "run-duration": `runs take no longer than ${withinSeconds ?? 0} s`,
  }[measured];
  return `${percent} % of ${agent === undefined ? "all agents'" : `${agent}'s`} ${what}, over ${days} days.`;
}
