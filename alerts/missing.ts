import { unless } from "@grafana/promql-builder";
import { METRICS } from "../components/core/metrics.ts";
import { absent, type GroupBy, maxBy, present, type Where } from "../components/core/promql.ts";
import { durationText } from "../components/core/promql-text.ts";
import type { AlertedAgent, AlertsPlan } from "./plan.ts";
import type { AlertRule } from "./rule.ts";

type WhichAgents = Where<typeof METRICS.lastSeen>;

/**
 * The cases of AgentTracesMissing: a declared agent that fell silent, one that was never seen, and
 * an agent that nobody declared and that fell silent.
 *
 * @param by what tells one agent from another
 */
export function missingRules(plan: AlertsPlan, by: GroupBy): readonly AlertRule[] {
  const steady = plan.agents.filter((agent) => !agent.intermittent);
  const names = (agents: readonly AlertedAgent[]) => [...new Set(agents.map(({ name }) => name))];
  const known = names(plan.agents);
  const expected = names(steady);
  const undeclared = silent(plan, by, {
    id: "agent-traces-missing-undeclared",
    severity: "warning",
    which: known.length > 0 ? { gen_ai_agent_name: { noneOf: known } } : {},
  });
  if (expected.length === 0) return [undeclared];
  const declared = silent(plan, by, {
    id: "agent-traces-missing-declared",
    severity: "critical",
    which: { gen_ai_agent_name: { anyOf: expected } },
  });
  return [declared, undeclared, ...steady.map((agent) => neverSeen(plan, agent))];
}

interface Silent {
  readonly id: string;
  readonly severity: AlertRule["severity"];
  readonly which: WhichAgents;
}

/** Seen lately, but not now. Any replica of the collector may have seen it. */
function silent(plan: AlertsPlan, by: GroupBy, { id, severity, which }: Silent): AlertRule {
  const { silentSeconds, seenWithinSeconds } = plan.missing;
  const lately = maxBy(by, present(METRICS.lastSeen, seenWithinSeconds, which));
  const now = maxBy(by, present(METRICS.lastSeen, silentSeconds, which));
  return {
    id,
    name: "AgentTracesMissing",
    severity,
    query: unless(lately, now),
    above: 0,
    forSeconds: 0,
    summary: ({ label }) => `${label("gen_ai_agent_name")} has gone silent`,
    description: ({ label }) =>
      `${label("gen_ai_agent_name")} in service ${label("service_name")} (${label("deployment_environment_name")}) was seen within ${durationText(seenWithinSeconds)}, but has sent no span for ${durationText(silentSeconds)}.`,
  };
}

/**
 * Declared, but not seen for so long that `silent` doesn't know it (any more). It waits as long as
 * an agent may be silent, so that a new stack doesn't call for agents that are about to start, and
 * looks back that much less, so that it takes over from `silent` without a gap.
 */
function neverSeen(plan: AlertsPlan, { name, service }: AlertedAgent): AlertRule {
  const { silentSeconds, seenWithinSeconds } = plan.missing;
  const which = { gen_ai_agent_name: name, ...(service ? { service_name: service } : {}) };
  const where = service ? `${name} in service ${service}` : name;
  return {
    id: `agent-traces-missing-never-seen-${service ? `${service}-` : ""}${name}`,
    name: "AgentTracesMissing",
    severity: "critical",
    query: absent(METRICS.lastSeen, seenWithinSeconds - silentSeconds, which),
    above: 0,
    forSeconds: silentSeconds,
    summary: () => `${name} has never been seen`,
    description: () =>
      `${where} is declared in the settings, but has sent no span for ${durationText(seenWithinSeconds)}, if ever.`,
  };
}
