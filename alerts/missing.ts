import { unless } from "@grafana/promql-builder";
import { METRICS } from "../components/core/metrics.ts";
import { absent, type GroupBy, maxBy, present } from "../components/core/promql.ts";
import type { Where } from "../components/core/promql-series.ts";
import { durationText } from "../components/core/promql-text.ts";
import type { AlertedAgent, AlertsPlan } from "./plan.ts";
import { type Absence, type AlertRule } from "./rule.ts";

type WhichAgents = Where<typeof METRICS.lastSeen>;

/**
 * The cases of AgentTracesMissing: a declared agent that fell silent, one that was never seen, and
 * an agent that nobody declared and that fell silent.
 *
 * @param by what tells one agent from another
 */
export function missingRules(plan: AlertsPlan, by: GroupBy): readonly AlertRule[] {
  const steady = plan.agents.filter((agent) => !agent.intermittent);
  const known = names(plan.agents);
  const undeclared = silent(plan, by, {
    id: "agent-traces-missing-undeclared",
    severity: "warning",
    which: known.length > 0 ? { gen_ai_agent_name: { noneOf: known } } : {},
    silentSeconds: plan.missing.silentSeconds,
  });
  return [
    ...declared(plan, steady, by),
    undeclared,
    ...steady.map((agent) => neverSeen(plan, agent)),
  ];
}

/** A rule for those that may be silent as long as most, and one for each other time. */
function declared(plan: AlertsPlan, steady: readonly AlertedAgent[], by: GroupBy): AlertRule[] {
  const general = plan.missing.silentSeconds;
  const times = new Set(steady.map((agent) => silentSecondsOf(plan, agent)));
  return [...times]
    .sort((a, b) => a - b)
    .map((silentSeconds) => {
      const agents = steady.filter((agent) => silentSecondsOf(plan, agent) === silentSeconds);
      return silent(plan, by, {
        id: `agent-traces-missing-declared${silentSeconds === general ? "" : `-${silentSeconds}s`}`,
        severity: "critical",
        which: { gen_ai_agent_name: { anyOf: names(agents) } },
        silentSeconds,
      });
    });
}

const names = (agents: readonly AlertedAgent[]) => [...new Set(agents.map(({ name }) => name))];

const silentSecondsOf = (plan: AlertsPlan, { own }: AlertedAgent) =>
  own?.silentSeconds ?? plan.missing.silentSeconds;

interface Silent {
  readonly id: string;
  readonly severity: AlertRule["severity"];
  readonly which: WhichAgents;
  readonly silentSeconds: number;
}

const VANISHED: Absence = {
  noData: "ok",
  error: "keeps its state",
  why: "the query gives the missing agents, so no series is the good news; PipelineSilent watches the rest",
};

/** Seen lately, but not now. Any replica of the collector may have seen it. */
function silent(plan: AlertsPlan, by: GroupBy, rule: Silent): AlertRule {
  const { id, severity, which, silentSeconds } = rule;
  const { seenWithinSeconds } = plan.missing;
  const lately = maxBy(by, present(METRICS.lastSeen, seenWithinSeconds, which));
  const now = maxBy(by, present(METRICS.lastSeen, silentSeconds, which));
  return {
    id,
    name: "AgentTracesMissing",
    severity,
    question: `Which agents were seen within ${durationText(seenWithinSeconds)}, but not within ${durationText(silentSeconds)}?`,
    query: unless(lately, now),
    threshold: { above: 0 },
    forSeconds: 0,
    absence: VANISHED,
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
function neverSeen(plan: AlertsPlan, agent: AlertedAgent): AlertRule {
  const { name, service } = agent;
  const { seenWithinSeconds } = plan.missing;
  const silentSeconds = silentSecondsOf(plan, agent);
  const which = { gen_ai_agent_name: name, ...(service ? { service_name: service } : {}) };
  const where = service ? `${name} in service ${service}` : name;
  return {
    id: `agent-traces-missing-never-seen-${service ? `${service}-` : ""}${name}`,
    name: "AgentTracesMissing",
    severity: "critical",
    question: `Was ${where} never seen, or not for ${durationText(seenWithinSeconds)}?`,
    query: absent(METRICS.lastSeen, seenWithinSeconds - silentSeconds, which),
    threshold: { above: 0 },
    forSeconds: silentSeconds,
    absence: VANISHED,
    summary: () => `${name} has never been seen`,
    description: () =>
      `${where} is declared in the settings, but has sent no span for ${durationText(seenWithinSeconds)}, if ever.`,
  };
}
