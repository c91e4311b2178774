import { regexpOf } from "../core/promql-series.ts";
import type { AlertmanagerPlan, AlertRoute, MuteTime } from "./plan.ts";
import { HEARTBEAT, type Told } from "./receivers.ts";

/** Alerts that share these are one notification. */
const GROUP_BY = ["alertname", "deployment_environment_name", "service_name", "gen_ai_agent_name"];
/** What tells one culprit from another: a critical alert hides the warning about the same one only. */
const CULPRIT = [
  "alertname",
  "deployment_environment_name",
  "service_name",
  "gen_ai_agent_name",
  "gen_ai_tool_name",
  "gen_ai_request_model",
  "job",
  "instance",
  "exporter",
  "path",
  "credential",
];
const HEARTBEAT_ALERT = "PipelineHeartbeat";

/** https://prometheus.io/docs/alerting/latest/configuration/#route */
export function routingTree(plan: AlertmanagerPlan, receivers: readonly Told[]) {
  return {
    // Without a route of its own an alert is shown on the page, and nobody is told.
    receiver: "page-only",
    group_by: GROUP_BY,
    group_wait: `${plan.groupWaitSeconds}s`,
    group_interval: `${plan.groupIntervalSeconds}s`,
    repeat_interval: `${plan.repeatSeconds}s`,
    routes: [
      ...(plan.heartbeat ? [heartbeatRoute(plan.heartbeat.everySeconds)] : []),
      ...plan.routes.map((route, index) => routeOf(route, receivers[index]?.name ?? "page-only")),
    ],
  };
}

/** Sent to nobody else, and again and again: it tells by stopping. */
function heartbeatRoute(everySeconds: number) {
  return {
    receiver: HEARTBEAT,
    matchers: [`alertname=${quoted(HEARTBEAT_ALERT)}`],
    group_wait: "1s",
    group_interval: `${everySeconds}s`,
    repeat_interval: `${everySeconds}s`,
  };
}

function routeOf(route: AlertRoute, receiver: string) {
  const { severities, environments, labels, mutedDuring, repeatSeconds } = route;
  return {
    receiver,
    matchers: [
      `severity=~${quoted(regexpOf(severities))}`,
      ...(environments ? [`deployment_environment_name=~${quoted(regexpOf(environments))}`] : []),
      ...Object.entries(labels).map(([label, value]) => `${label}=${quoted(value)}`),
    ],
    // Every route is asked: one severity may be told to several receivers.
    continue: true,
    ...(mutedDuring.length > 0 ? { mute_time_intervals: mutedDuring } : {}),
    ...(repeatSeconds ? { repeat_interval: `${repeatSeconds}s` } : {}),
  };
}

/** https://prometheus.io/docs/alerting/latest/configuration/#inhibit_rule */
export function inhibitions() {
  const silent = [`alertname="PipelineSilent"`];
  return [
    // Nobody can be heard: that each of them is silent is no news.
    { source_matchers: silent, target_matchers: [`alertname="AgentTracesMissing"`] },
    { source_matchers: silent, target_matchers: [`alertname="BackendDown"`, `job="collector"`] },
    {
      source_matchers: [`severity="critical"`],
      target_matchers: [`severity="warning"`],
      equal: CULPRIT,
    },
  ];
}

/** https://prometheus.io/docs/alerting/latest/configuration/#time_interval */
export function timeInterval({ name, weekdays, from, until, timeZone }: MuteTime) {
  return {
    name,
    time_intervals: [
      {
        ...(weekdays ? { weekdays } : {}),
        times: [{ start_time: from, end_time: until }],
        location: timeZone,
      },
    ],
  };
}

/** A matcher's value: https://prometheus.io/docs/alerting/latest/configuration/#matcher */
const quoted = (value: string): string => JSON.stringify(value);
