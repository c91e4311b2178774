import { createHash } from "node:crypto";
import { and } from "@grafana/promql-builder";
import { type Dialect, durationText } from "../components/core/promql-text.ts";
import { FOLDER_UID } from "../components/managed/grafana/plan.ts";
import { type RuleGroup, ruleGroups } from "./groups.ts";
import type { AlertsPlan } from "./plan.ts";
import { type AlertRule, caseOf, runbookFile, type TextValues } from "./rule.ts";
import { ruleText } from "./rule-text.ts";

/** Where Grafana finds the series, and whom it tells. */
export interface GrafanaTarget {
  readonly folderUid: string;
  /** Of a data source of type prometheus. */
  readonly datasourceUid: string;
  readonly dialect: Dialect;
  /** Contact points by severity; a rule whose severity has none follows the instance's own policy. */
  readonly contactPoints: Readonly<Partial<Record<AlertRule["severity"], string>>>;
  /** Mute times by their name in the settings, for every rule. */
  readonly muteTimes: readonly string[];
  readonly groupWaitSeconds: number;
  readonly groupIntervalSeconds: number;
  readonly repeatSeconds: number;
  /** How often the heartbeat is told, where somebody waits for it. */
  readonly heartbeatSeconds?: number | undefined;
}

/** What Grafana calls a mute time. Other people's may have the same name. */
export const muteTimingName = ({ folderUid }: Pick<GrafanaTarget, "folderUid">, name: string) =>
  `${folderUid}-${name}`;

/** A rule group in the shape of `RuleGroupArgs` of `@pulumiverse/grafana/alerting`. */
export type GrafanaGroup = ReturnType<typeof grafanaGroup>;

/**
 * The rules as Grafana-managed alerts: the query, its last value, and the threshold on the expression
 * source. Classic conditions would lose the labels.
 * https://www.pulumi.com/registry/packages/grafana/api-docs/alerting/rulegroup/
 */
export function grafanaGroups(plan: AlertsPlan, target: GrafanaTarget): readonly GrafanaGroup[] {
  return ruleGroups(plan).map((group) => grafanaGroup(group, plan, target));
}

function grafanaGroup(
  { name, everySeconds, rules }: RuleGroup,
  plan: AlertsPlan,
  target: GrafanaTarget,
) {
  return {
    name,
    folderUid: target.folderUid,
    intervalSeconds: everySeconds,
    rules: rules.map((rule) => grafanaRule(rule, plan, target)),
  };
}

function grafanaRule(rule: AlertRule, plan: AlertsPlan, target: GrafanaTarget) {
  const { noData, error } = rule.absence;
  return {
    name: titleOf(rule),
    uid: uidOf(rule, plan, target),
    condition: "C",
    // Written as Grafana stores it: `60s` for `1m` would be a difference for ever.
    for: durationText(rule.forSeconds),
    noDataState: noData === "fires" ? "Alerting" : "OK",
    execErrState: error === "fires" ? "Alerting" : "KeepLast",
    labels: { severity: rule.severity, alert: rule.name, ...rule.labels },
    annotations: {
      summary: rule.summary(TEMPLATE),
      description: rule.description(TEMPLATE),
      runbook_url: `${plan.runbookBaseUrl}/${runbookFile(rule.name)}`,
    },
    ...notificationSettings(rule, target),
    datas: [queryStage(rule, plan, target), reduceStage(), thresholdStage(rule)],
  };
}

/** Titles are unique in a folder, so cases of one alert carry theirs; the label `alert` is the name. */
function titleOf(rule: AlertRule): string {
  const which = caseOf(rule);
  return which === "" ? rule.name : `${rule.name} (${which})`;
}

/** At most 40 characters, the same for ever: the history of a rule hangs on it. */
function uidOf(
  { id }: AlertRule,
  { environment }: AlertsPlan,
  { folderUid }: GrafanaTarget,
): string {
  // Two stacks of one environment in one Grafana differ by their folders.
  const whose = folderUid === FOLDER_UID ? environment : `${folderUid}/${environment}`;
  const digest = createHash("sha256").update(`${whose}/${id}`).digest("hex").slice(0, 20);
  return `agentobs-${digest}`;
}

/** Of the rule itself: the resource for the policy tree would replace everybody's. */
function notificationSettings({ severity }: AlertRule, target: GrafanaTarget) {
  const contactPoint = target.contactPoints[severity];
  if (contactPoint === undefined) return {};
  const { groupWaitSeconds: wait, groupIntervalSeconds: interval, repeatSeconds: repeat } = target;
  // The heartbeat tells by stopping: it is sent again and again, and never held back.
  const { heartbeatSeconds: beat } = severity === "none" ? target : {};
  const muteTimings = beat ? [] : target.muteTimes.map((name) => muteTimingName(target, name));
  return {
    notificationSettings: {
      contactPoint,
      // Grafana wants the first two whenever any are given.
      groupBies: [
        "grafana_folder",
        "alertname",
        "deployment_environment_name",
        "service_name",
        "gen_ai_agent_name",
      ],
      groupWait: durationText(beat ? 1 : wait),
      groupInterval: durationText(beat ?? interval),
      repeatInterval: durationText(beat ?? repeat),
      ...(muteTimings.length > 0 ? { muteTimings } : {}),
    },
  };
}

/** Grafana's name for the source that computes: https://grafana.com/docs/grafana/latest/alerting/ */
const EXPRESSION = "__expr__";
/** An instant query looks back by itself; the range only has to be there. */
const RANGE_SECONDS = 600;

function queryStage(rule: AlertRule, plan: AlertsPlan, { datasourceUid, dialect }: GrafanaTarget) {
  const query = rule.when ? and(rule.query, rule.when) : rule.query;
  const model = {
    refId: "A",
    datasource: { type: "prometheus", uid: datasourceUid },
    expr: ruleText(query, plan, dialect),
    instant: true,
    range: false,
    editorMode: "code",
  };
  return stage("A", datasourceUid, model);
}

function reduceStage() {
  const model = {
    refId: "B",
    type: "reduce",
    datasource: { type: EXPRESSION, uid: EXPRESSION },
    expression: "A",
    reducer: "last",
  };
  return stage("B", EXPRESSION, model);
}

function thresholdStage({ threshold }: AlertRule) {
  const evaluator =
    "above" in threshold
      ? { type: "gt", params: [threshold.above] }
      : { type: "lt", params: [threshold.below] };
  const model = {
    refId: "C",
    type: "threshold",
    datasource: { type: EXPRESSION, uid: EXPRESSION },
    expression: "B",
    conditions: [{ evaluator }],
  };
  return stage("C", EXPRESSION, model);
}

function stage(refId: string, datasourceUid: string, model: object) {
  const relativeTimeRange = { from: RANGE_SECONDS, to: 0 };
  return { refId, datasourceUid, relativeTimeRange, model: JSON.stringify(model) };
}

// https://grafana.com/docs/grafana/latest/alerting/alerting-rules/templates/
const TEMPLATE: TextValues = {
  measured: (decimals) => `{{ printf "%.${decimals}f" $values.B.Value }}`,
  label: (name) => `{{ $labels.${name} }}`,
};
