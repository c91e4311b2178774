import { gt, n, unless } from "@grafana/promql-builder";
import { METRICS } from "../components/core/metrics.ts";
import { WORKLOADS } from "../components/core/names.ts";
import {
  absent,
  increase,
  latest,
  maxBy,
  minBy,
  present,
  sumBy,
} from "../components/core/promql.ts";
import { durationText } from "../components/core/promql-text.ts";
import { SELF_METRICS } from "../components/core/self-metrics.ts";
import type { AlertsPlan } from "./plan.ts";
import type { AlertRule } from "./rule.ts";
import { COLLECTOR, collectorFellSilent, nobodyReports, reports } from "./silence-pushed.ts";
import { SILENT, silent } from "./silent.ts";

/** Whether the way from the agents to the rules works at all, and each part on it. */
export function silenceRules(plan: AlertsPlan): readonly AlertRule[] {
  const scraped = plan.pushedEverySeconds === undefined;
  return [
    ...(scraped ? collectorSilent(plan) : [nobodyReports(plan)]),
    nothingReceived(plan),
    scraped ? backendDown(plan) : collectorFellSilent(plan),
    ...(plan.heartbeat ? [heartbeat(plan)] : []),
  ];
}

/** No replica of the collector answers, or nobody has asked one. */
function collectorSilent(plan: AlertsPlan): readonly AlertRule[] {
  const { downSeconds } = plan.pipeline;
  const half = Math.ceil(downSeconds / 2);
  const common = {
    ...silent(plan),
    severity: "critical",
    summary: () => "The collector does not answer: nothing is known about any agent",
    description: () =>
      `The collector has not answered for ${durationText(downSeconds)}. While it is away the other rules say nothing about agents, and agents may lose spans.`,
  } as const;
  return [
    {
      ...common,
      id: "pipeline-silent-collector-down",
      question: "Does any replica of the collector answer its scrape?",
      query: maxBy(["job"], latest(SELF_METRICS.up, COLLECTOR)),
      threshold: { below: 1 },
      forSeconds: downSeconds,
    },
    {
      ...common,
      id: "pipeline-silent-collector-unknown",
      question: `Has no collector been scraped for ${durationText(half)}?`,
      query: absent(SELF_METRICS.up, half, COLLECTOR),
      threshold: { above: 0 },
      // On a new stack nothing has been scraped yet.
      forSeconds: half,
    },
  ];
}

/**
 * The collector runs, but no span came from anybody, although agents were seen lately. Agents that
 * run now and then don't count: with none but those, silence is an ordinary night.
 */
function nothingReceived(plan: AlertsPlan): AlertRule {
  const { silentSeconds, seenWithinSeconds } = plan.missing;
  const intermittent = plan.agents.flatMap((agent) => (agent.intermittent ? [agent.name] : []));
  const which = intermittent.length > 0 ? { gen_ai_agent_name: { noneOf: intermittent } } : {};
  const lately = maxBy([], present(METRICS.lastSeen, seenWithinSeconds, which));
  const received = sumBy([], increase(SELF_METRICS.spansAccepted, silentSeconds));
  const expected = plan.agents.some((agent) => !agent.intermittent);
  return {
    ...silent(plan),
    id: "pipeline-silent-nothing-received",
    // As with AgentTracesMissing: that an agent nobody declared stops is no emergency.
    severity: expected ? "critical" : "warning",
    question: `Were agents seen within ${durationText(seenWithinSeconds)}, but no span from anybody for ${durationText(silentSeconds)}?`,
    query: unless(lately, gt(received, n(0))),
    threshold: { above: 0 },
    forSeconds: 0,
    summary: () => "No agent sends anything",
    description: () =>
      `The collector has received no span from anybody for ${durationText(silentSeconds)}, although agents were seen within ${durationText(seenWithinSeconds)}. Either all have stopped, or none can reach it.`,
  };
}

/** Of the store itself this says nothing: when it is down, no rule can be evaluated. */
function backendDown(plan: AlertsPlan): AlertRule {
  const { downSeconds } = plan.pipeline;
  return {
    id: "backend-down",
    name: "BackendDown",
    severity: "critical",
    question: "Does every part of the kit answer its scrape?",
    query: minBy(["job", "instance"], latest(SELF_METRICS.up, { job: { anyOf: PARTS } })),
    threshold: { below: 1 },
    forSeconds: downSeconds,
    labels: { deployment_environment_name: plan.environment },
    absence: SILENT,
    summary: ({ label }) => `${label("job")} does not answer`,
    description: ({ label }) =>
      `${label("job")} (${label("instance")}) has not answered its scrape for ${durationText(downSeconds)}.`,
  };
}

/** Other things that the same store scrapes are not the kit's. */
const PARTS = Object.keys(WORKLOADS).sort();

/**
 * Fires while everything that an alert needs works: the collector is scraped, the store answers, the
 * rules are evaluated and Alertmanager delivers. Whoever receives it must notice that it stopped.
 */
function heartbeat(plan: AlertsPlan): AlertRule {
  return {
    id: "pipeline-heartbeat",
    name: "PipelineHeartbeat",
    severity: "none",
    question: "Is all well with the way that alerts take?",
    query:
      plan.pushedEverySeconds === undefined
        ? maxBy([], latest(SELF_METRICS.up, COLLECTOR))
        : maxBy([], reports(plan)),
    threshold: { above: 0 },
    forSeconds: 0,
    labels: { deployment_environment_name: plan.environment },
    absence: { noData: "ok", error: "keeps its state", why: "its silence is the alarm" },
    summary: () => "A sign of life: this alert always fires",
    description: () =>
      "The pipeline and the way that alerts take work. The receiver raises the alarm when this stops.",
  };
}
