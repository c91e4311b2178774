import { count } from "@grafana/promql-builder";
import { latest, maxBy } from "../../components/core/promql.ts";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";
import type { Panel } from "../panel.ts";
import { one } from "./shared.ts";

const FIRING = latest(SELF_METRICS.alerts, { alertstate: "firing" });

export const firingAlerts: Panel = {
  kind: "stat",
  title: "Firing alerts",
  description: "Is something wrong right now? Each alert has a runbook.",
  unit: "alerts",
  noValue: "none",
  width: 4,
  emptyWhenHealthy: true,
  queries: one(count(FIRING), "firing"),
  limits: { bad: "above", critical: 1 },
};

export const alertHistory: Panel = {
  kind: "timeseries",
  title: "Firing alerts by name",
  description: "What fired, and when?",
  unit: "alerts",
  noValue: "none",
  width: 8,
  emptyWhenHealthy: true,
  queries: one(count(FIRING).by(["alertname"]), "{{alertname}}"),
  stacked: true,
};

export const alertTable: Panel = {
  kind: "table",
  title: "What fires",
  description:
    "What fires, for which agent, and what does its runbook say? Follow the alert's name.",
  unit: "alerts",
  noValue: "nothing fires",
  width: 16,
  emptyWhenHealthy: true,
  rows: {
    alertname: "Alert",
    severity: "Severity",
    gen_ai_agent_name: "Agent",
    gen_ai_tool_name: "Tool",
    service_name: "Service",
  },
  queries: one(
    maxBy(
      ["alertname", "severity", "gen_ai_agent_name", "gen_ai_tool_name", "service_name"],
      FIRING,
    ),
    "Firing",
  ),
  columns: { Firing: { unit: "alerts", limits: { bad: "above", critical: 1 } } },
  runbooks: true,
};
