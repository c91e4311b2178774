import {
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from "@grafana/grafana-foundation-sdk/dashboard";
import {
  BytesIEC,
  Dollars,
  Milliseconds,
  Percent,
  Seconds,
  Short,
} from "@grafana/grafana-foundation-sdk/units";
import type { Limits, Unit } from "./panel.ts";

/** Each page chooses its store: a fixed data source id exists in one Grafana only. */
export const DATA_SOURCE = {
  variable: "prometheus_datasource",
  type: "prometheus",
  reference: { type: "prometheus", uid: `\${prometheus_datasource}` },
} as const;

/**
 * Grafana's ids of the units. One that it doesn't know is written behind the number.
 * https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit
 */
export const UNIT_IDS: Readonly<Record<Unit, string>> = {
  agents: Short,
  alerts: Short,
  bytes: BytesIEC,
  calls: Short,
  "calls/min": "suffix:calls/min",
  cores: "suffix:cores",
  errors: Short,
  items: Short,
  "items/min": "suffix:items/min",
  iterations: Short,
  milliseconds: Milliseconds,
  models: Short,
  numbers: Short,
  parts: Short,
  percent: Percent,
  runs: Short,
  "runs/min": "suffix:runs/min",
  samples: Short,
  "samples/s": "count:samples/s",
  seconds: Seconds,
  series: Short,
  "series/h": "count:series/h",
  spans: Short,
  "spans/s": "suffix:spans/s",
  tokens: Short,
  "tokens/min": "count:tokens/min",
  "tokens/s": "count:tokens/s",
  tools: Short,
  traces: Short,
  "traces/min": "suffix:traces/min",
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
