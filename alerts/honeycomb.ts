import type { Trigger } from "../components/managed/honeycomb/api.ts";
import { LIMITS } from "../components/managed/honeycomb/api.ts";
import { durationText } from "../components/core/promql-text.ts";
import { honeycombQuestions, type Question } from "./honeycomb-questions.ts";
import type { NotHeld } from "./not-held.ts";
import type { AlertsPlan } from "./plan.ts";
import { type AlertName, type AlertRule, caseOf, runbookFile } from "./rule.ts";
import { alertRules } from "./rules.ts";

/** What a Honeycomb team and its plan allow. */
export interface HoneycombTarget {
  /** Of the stack: triggers of several stand side by side. */
  readonly environment: string;
  readonly maxTriggers: number;
  readonly frequencySeconds: number;
}

export interface HoneycombTrigger {
  /** The rule's id. */
  readonly id: string;
  readonly severity: "critical" | "warning";
  readonly trigger: Trigger;
}

/** By which the kit knows its own again. */
export const honeycombTags = (environment: string): Trigger["tags"] => [
  { key: "managedby", value: "agentobs" },
  { key: "environment", value: tagValue(environment) },
];

/** https://docs.honeycomb.io/notify/triggers/create: lower-case letters, digits, `/` and `-`. */
function tagValue(text: string): string {
  const value = text.toLowerCase().replaceAll(/[^a-z0-9/-]+/g, "-");
  return `${/^[a-z]/.test(value) ? "" : "e-"}${value}`.slice(0, 128);
}

/**
 * The rules as triggers over the derived metrics: those are counted before any sampling, spans are not.
 * With more rules than triggers, the critical ones come first.
 */
export function honeycombTriggers(
  plan: AlertsPlan,
  target: HoneycombTarget,
): readonly HoneycombTrigger[] {
  return all(plan)
    .slice(0, target.maxTriggers)
    .map((question) => triggerOf(question, plan, target));
}

function all(plan: AlertsPlan): readonly Question[] {
  const questions = honeycombQuestions(plan).filter(fits);
  const of = (severity: AlertRule["severity"]) =>
    questions.filter(({ rule }) => rule.severity === severity);
  return [...of("critical"), ...of("warning")];
}

/** A window of a day at most, and long enough for the fastest trigger there is. */
function fits({ query: { time_range: seconds } }: Question): boolean {
  const { rangeSeconds, rangePerFrequency, frequencySeconds } = LIMITS;
  return seconds <= rangeSeconds && seconds * rangePerFrequency >= frequencySeconds.min;
}

function triggerOf(
  { rule, query, threshold }: Question,
  plan: AlertsPlan,
  target: HoneycombTarget,
): HoneycombTrigger {
  const { environment } = target;
  const rhythm = rhythmOf(rule, query.time_range, target);
  return {
    id: rule.id,
    severity: rule.severity === "critical" ? "critical" : "warning",
    trigger: {
      name: `${titleOf(rule)} [${environment}]`,
      description: `${rule.question} Runbook: ${plan.runbookBaseUrl}/${runbookFile(rule.name)}`,
      disabled: false,
      query,
      threshold: { ...threshold, exceeded_limit: rhythm.checks },
      frequency: rhythm.frequencySeconds,
      alert_type: "on_change",
      tags: honeycombTags(environment),
    },
  };
}

function titleOf(rule: AlertRule): string {
  const which = caseOf(rule);
  return which === "" ? rule.name : `${rule.name} (${which})`;
}

interface Rhythm {
  readonly frequencySeconds: number;
  /** So many in a row must cross the threshold. */
  readonly checks: number;
}

/**
 * As often as is asked, but a query may cover only four times as much as lies between two checks, and
 * the other way round: the documentation says both.
 */
function rhythmOf(
  { forSeconds }: AlertRule,
  windowSeconds: number,
  { frequencySeconds: wanted }: HoneycombTarget,
): Rhythm {
  const { min, max, step } = LIMITS.frequencySeconds;
  const atLeast = Math.max(wanted, windowSeconds / LIMITS.rangePerFrequency, min);
  const atMost = Math.min(max, windowSeconds * LIMITS.rangePerFrequency);
  const frequencySeconds = Math.min(
    Math.ceil(atLeast / step) * step,
    Math.floor(atMost / step) * step,
  );
  const checks = Math.min(LIMITS.exceeded, 1 + Math.ceil(forSeconds / frequencySeconds));
  return { frequencySeconds, checks };
}

/** What these triggers can't say, and the names that it concerns. */
export function honeycombNotHeld(plan: AlertsPlan, target: HoneycombTarget): readonly NotHeld[] {
  const questions = all(plan);
  const made = questions.slice(0, target.maxTriggers);
  const asked = honeycombQuestions(plan);
  const ids = new Set(asked.map(({ rule }) => rule.id));
  const others = alertRules(plan).filter(({ id, name }) => !ids.has(id) && name !== MISSING);
  const cost = others.filter(({ name }) => name === "AgentCostSurge");
  const held = new Set(asked.map(({ rule }) => rule.name));
  // Of an alert that is held in part, its case says which part is not.
  const named = (rule: AlertRule) => (held.has(rule.name) ? titleOf(rule) : rule.name);
  return merged([
    {
      what: `more than ${target.maxTriggers} triggers (agentobs:honeycomb.maxTriggers says what the team's plan allows)`,
      names: questions.slice(target.maxTriggers).map(({ rule }) => titleOf(rule)),
    },
    {
      what: "windows under 15 s or over a day",
      names: asked.filter((question) => !fits(question)).map(({ rule }) => titleOf(rule)),
    },
    ...made.flatMap((question) => roundedRhythm(question, plan, target)),
    ...made.flatMap(({ rule, notHeld }) =>
      notHeld.map((what): NotHeld => ({ what, names: [titleOf(rule)] })),
    ),
    {
      what: "an agent that nobody declared and that falls silent (what sends nothing has no row; PipelineSilent says when all do)",
      names: [MISSING],
    },
    {
      what: "the median of an agent's own past (a trigger compares with one earlier time)",
      names: [...new Set(cost.map(named))],
    },
    {
      what: "what the kit's own parts say about themselves, which is not sent there",
      names: [...new Set(others.filter((rule) => !cost.includes(rule)).map(named))],
    },
    {
      what: "inhibitions",
      names: [`PipelineSilent silences ${MISSING}`],
    },
  ]);
}

const MISSING: AlertName = "AgentTracesMissing";

/** One entry for what is the same of several rules; none for what concerns none. */
function merged(all: readonly NotHeld[]): readonly NotHeld[] {
  const byWhat = Map.groupBy(all, ({ what }) => what);
  return [...byWhat]
    .map(([what, same]) => ({ what, names: same.flatMap(({ names }) => names) }))
    .filter(({ names }) => names.length > 0);
}

function roundedRhythm(
  { rule, query }: Question,
  plan: AlertsPlan,
  target: HoneycombTarget,
): readonly NotHeld[] {
  const { frequencySeconds, checks } = rhythmOf(rule, query.time_range, target);
  const every = rule.everySeconds ?? plan.evaluateEverySeconds;
  const heldSeconds = (checks - 1) * frequencySeconds;
  return [
    {
      what: `a check every ${durationText(every)} (it is every ${durationText(frequencySeconds)}: a query covers at most ${LIMITS.rangePerFrequency} times that)`,
      names: frequencySeconds === every ? [] : [titleOf(rule)],
    },
    {
      what: `that it holds for ${durationText(rule.forSeconds)} (it is ${checks} checks in a row, ${durationText(heldSeconds)})`,
      names: heldSeconds === rule.forSeconds ? [] : [titleOf(rule)],
    },
  ];
}
