import { and, div, gt, mul, n, sub } from "@grafana/promql-builder";
import { describe, expect, test } from "vitest";
import { METRICS } from "../../components/core/metrics.ts";
import {
  absent,
  boundRegexp,
  increase,
  latest,
  observationsUpTo,
  quantile,
  rate,
  sumBy,
} from "../../components/core/promql.ts";
import { growthLostInRestarts, medianOver } from "../../components/core/promql-time.ts";
import { durationText, queryText } from "../../components/core/promql-text.ts";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";

const neutral = { dialect: "neutral" } as const;
const prometheus = { dialect: "prometheus" } as const;
const victoriametrics = { dialect: "victoriametrics" } as const;
const runs = increase(METRICS.runs, 300);

describe("what a metric allows", () => {
  test("a counter grows", () => {
    expect(queryText(runs, neutral)).toBe(
      'increase(agent_runs_total{gen_ai_agent_name!="agentobs.verify"}[5m])',
    );
  });

  test("a gauge has no growth and a counter no quantile: the types hold it", () => {
    // @ts-expect-error a gauge is not a counter
    increase(METRICS.lastSeen, 300);
    // @ts-expect-error a counter is not a histogram
    quantile(0.99, METRICS.runs, 300);
    // @ts-expect-error a metric is filtered by its own labels only
    increase(METRICS.runs, 300, { gen_ai_tool_name: "search" });
    expect.assertions(0);
  });

  test("a metric without an agent label is not filtered by agent", () => {
    expect(queryText(increase(METRICS.valuesBounded, 60), neutral)).toBe(
      "increase(agent_values_bounded_total[1m])",
    );
  });

  test("a wanted agent needs no exclusion, so that absent() takes its labels", () => {
    const query = absent(METRICS.lastSeen, 300, { gen_ai_agent_name: "planner" });
    expect(queryText(query, neutral)).toBe(
      'absent_over_time(agent_last_seen_seconds{gen_ai_agent_name="planner"}[5m])',
    );
  });
});

describe("dialects", () => {
  test("VictoriaMetrics counts growth over the carried-forward values of a counter", () => {
    expect(queryText(runs, victoriametrics)).toBe(
      'increase_pure(last_over_time(agent_runs_total{gen_ai_agent_name!="agentobs.verify"}[25h])[5m:30s])',
    );
  });

  test("Prometheus counts it as a difference of two values, so that a rest or a first sample loses nothing", () => {
    const series = 'agent_runs_total{gen_ai_agent_name!="agentobs.verify"}';
    expect(queryText(runs, prometheus)).toBe(
      [
        `(increase(${series}[5m]) and resets(${series}[5m]) > 0`,
        `or last_over_time(${series}[5m]) - last_over_time(${series}[25h] offset 5m) >= 0`,
        `or last_over_time(${series}[5m])`,
        `or 0 * last_over_time(${series}[25h] offset 5m))`,
      ].join(" "),
    );
  });

  test("so it does for what the kit's own parts count, whose rate it takes as it is", () => {
    expect(queryText(increase(SELF_METRICS.spansNotQueued, 60), prometheus)).toContain(
      "last_over_time(otelcol_exporter_enqueue_failed_spans[25h] offset 1m)",
    );
    expect(queryText(rate(SELF_METRICS.spansAccepted, 60), prometheus)).toBe(
      "rate(otelcol_receiver_accepted_spans[1m])",
    );
  });

  test("a rate in Prometheus is that of carried values", () => {
    expect(queryText(rate(METRICS.valuesBounded, 300), prometheus)).toBe(
      "rate(last_over_time(agent_values_bounded_total[25h])[5m:30s])",
    );
  });

  test("short windows look at carried values more often", () => {
    expect(queryText(increase(METRICS.runs, 60), victoriametrics)).toContain("[1m:6s]");
    expect(queryText(increase(METRICS.runs, 20), victoriametrics)).toContain("[20s:5s]");
  });

  test("a scraped counter is never idle, so its rate carries nothing", () => {
    expect(queryText(rate(SELF_METRICS.spansAccepted, 60), victoriametrics)).toBe(
      "rate(otelcol_receiver_accepted_spans[1m])",
    );
  });

  test("one that counts failures appears with the first, which its growth must see", () => {
    expect(queryText(increase(SELF_METRICS.spansNotQueued, 60), victoriametrics)).toBe(
      "increase_pure(last_over_time(otelcol_exporter_enqueue_failed_spans[25h])[1m:6s])",
    );
  });

  test("the steps of a subquery look at carried values less often", () => {
    expect(queryText(medianOver(increase(METRICS.runs, 3600), 604_800, 3600), neutral)).toBe(
      'quantile_over_time(0.5, (increase(agent_runs_total{gen_ai_agent_name!="agentobs.verify"}[1h]))[7d:1h])',
    );
    expect(
      queryText(medianOver(increase(METRICS.runs, 3600), 604_800, 3600), victoriametrics),
    ).toContain("[1h:300s]))[7d:1h])");
  });
});

describe("buckets", () => {
  test("a whole bound is matched in both spellings", () => {
    expect(queryText(observationsUpTo(METRICS.runIterations, 8, 60), neutral)).toContain(
      'le=~"8|8[.]0"',
    );
  });

  test("a fractional bound has one spelling, and its point is no wildcard", () => {
    expect(boundRegexp(2.5)).toBe("2[.]5");
  });
});

describe("dashboards", () => {
  const windows = { step: "$__rate_interval", range: "$__range", resolution: "$__interval" };

  test("windows of a dashboard are its own variables", () => {
    const target = { ...victoriametrics, windows };
    expect(queryText(increase(METRICS.valuesBounded, "range"), target)).toBe(
      "increase_pure(last_over_time(agent_values_bounded_total[25h])[$__range:$__interval])",
    );
    expect(queryText(rate(SELF_METRICS.spansAccepted, "step"), target)).toBe(
      "rate(otelcol_receiver_accepted_spans[$__rate_interval])",
    );
  });

  test("outside a dashboard such a window is an error", () => {
    expect(() => queryText(increase(METRICS.runs, "range"), prometheus)).toThrow("dashboard only");
  });

  test("filters reach each series that has the label, and no other", () => {
    const target = { ...prometheus, windows, filters: { gen_ai_request_model: "$model" } };
    expect(queryText(increase(METRICS.llmCost, 60), target)).toContain(
      'gen_ai_request_model=~"$model"',
    );
    expect(queryText(runs, target)).not.toContain("$model");
    expect(queryText(latest(SELF_METRICS.queueSize), target)).toBe("otelcol_exporter_queue_size");
  });
});

describe("text", () => {
  const a = n(1);

  test("parentheses stand where the order of evaluation needs them, and only there", () => {
    const text = (query: Parameters<typeof queryText>[0]) => queryText(query, prometheus);
    expect(text(div(sub(a, a), a))).toBe("(1 - 1) / 1");
    expect(text(sub(a, sub(a, a)))).toBe("1 - (1 - 1)");
    expect(text(sub(sub(a, a), a))).toBe("1 - 1 - 1");
    expect(text(and(gt(mul(a, a), a), gt(a, a)))).toBe("1 * 1 > 1 and 1 > 1");
    expect(text(gt(and(a, a), a))).toBe("(1 and 1) > 1");
    expect(text(div(a, a).on(["le"]).groupLeft(["x"]))).toBe("1 / on (le) group_left (x) 1");
  });

  test("a long query breaks before its operators", () => {
    const total = sumBy(["service_name", "gen_ai_agent_name"], runs);
    const line =
      'sum by (service_name, gen_ai_agent_name) (increase(agent_runs_total{gen_ai_agent_name!="agentobs.verify"}[5m]))';
    expect(queryText(gt(div(total, sub(total, total)), n(3)), neutral)).toBe(
      `${line}\n/ (\n  ${line}\n  - ${line}\n) > 3`,
    );
  });

  test("durations are normalised", () => {
    expect([90, 120, 3600, 86_400, 5400].map(durationText)).toEqual([
      "90s",
      "2m",
      "1h",
      "1d",
      "90m",
    ]);
  });
});

const received = SELF_METRICS.tracesReceived.prometheus;

test("what a restart took is measured over every sample, not over carried values", () => {
  expect(queryText(growthLostInRestarts(SELF_METRICS.tracesReceived, 3600), victoriametrics)).toBe(
    ["increase", "delta"].map((grown) => `${grown}(${received}[1h])`).join("\n- "),
  );
});
