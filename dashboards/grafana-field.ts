import {
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { Dollars, Percent, Seconds, Short } from "@grafana/grafana-foundation-sdk/units";
import type { Limits, Unit } from "./panel.ts";

/** Each page chooses its store: a fixed data source id exists in one Grafana only. */
export const DATA_SOURCE = {
  variable: "datasource",
  type: "prometheus",
  reference: { type: "prometheus", uid: `\${datasource}` },
} as const;

/**
 * Grafana's ids of the units. One that it doesn't know is written behind the number.
 * https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit
 */
export const UNIT_IDS: Readonly<Record<Unit, string>> = {
  agents: Short,
  alerts: Short,
  calls: Short,
  "calls/min": "suffix:calls/min",
  "items/min": "suffix:items/min",
  iterations: Short,
  percent: Percent,
  runs: Short,
  "runs/min": "suffix:runs/min",
  seconds: Seconds,
  "spans/s": "suffix:spans/s",
  tokens: Short,
  "tokens/min": "suffix:tokens/min",
  USD: Dollars,
  "USD/h": Dollars,
};

/** Steps of colour: a plain one where a value is neither good nor bad. */
export function thresholdSteps(limits: Limits): Threshold[] {
  if (limits === "none") return [{ value: null, color: "text" }];
  const { bad, warning, critical } = limits;
  if (bad === "above")
    return [
      { value: null, color: "green" },
      ...(warning === undefined ? [] : [{ value: warning, color: "orange" }]),
      ...(critical === undefined ? [] : [{ value: critical, color: "red" }]),
    ];
  const worst = critical === undefined ? "orange" : "red";
  return [
    { value: null, color: worst },
    ...(critical !== undefined && warning !== undefined
      ? [{ value: critical, color: "orange" }]
      : []),
    { value: warning ?? critical ?? 0, color: "green" },
  ];
}

export function thresholds(limits: Limits): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(thresholdSteps(limits));
}
