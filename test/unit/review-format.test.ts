import { describe, expect, test } from "vitest";
import { bucketsOf } from "../../cli/review/page/buckets.ts";
import { formatText } from "../../cli/review/page/format.ts";
import { summary } from "../../cli/review/page/line.ts";
import { seriesName, stepColor } from "../../cli/review/page/steps.ts";

describe("a value is written as Grafana writes it:", () => {
  test.each([
    [0.75412, "percent", "0.754%"],
    [100, "percent", "100%"],
    [0.25, "s", "250 ms"],
    [0.0004, "s", "400 µs"],
    [43.71, "s", "43.7 s"],
    [90, "s", "1.50 min"],
    [7200, "s", "2 hour"],
    [0, "s", "0 s"],
    [950, "ms", "950 ms"],
    [1500, "ms", "1.50 s"],
    [8481, "short", "8.48 K"],
    [1000, "short", "1 K"],
    [150_123_000, "short", "150 Mil"],
    [-2500, "short", "-2.50 K"],
    [0.5, "short", "0.500"],
    [1536, "bytes", "1.50 KiB"],
    [2.5, "currencyUSD", "$2.50"],
    [12_340, "currencyUSD", "$12.3K"],
    [42, "suffix:calls/min", "42 calls/min"],
    [855_034, "count:tokens/min", "855 K tokens/min"],
    [12, "count:tokens/min", "12 tokens/min"],
    [4, "none", "4"],
  ])("%d in %s is %s", (value, unit, text) => {
    expect(formatText(value, unit)).toBe(text);
  });

  test("an axis has the decimals of its steps, and a missing value a dash", () => {
    expect(formatText(2.5, "percent", 1)).toBe("2.5%");
    expect(formatText(0.5, "s", 1)).toBe("500 ms");
    expect(formatText(null, "s")).toBe("–");
  });
});

test("a value has the colour of the last step that it reaches", () => {
  const steps = [
    { from: null, color: "red" },
    { from: 90, color: "orange" },
    { from: 95, color: "green" },
  ];
  expect([89.9, 90, 95, 100].map((value) => stepColor(steps, value))).toEqual([
    "red",
    "orange",
    "green",
    "green",
  ]);
  expect(stepColor([], 1)).toBe("text");
});

test("a legend holds the values of a series' labels", () => {
  const labels = { gen_ai_agent_name: "coder", service_name: "shop" };
  expect(seriesName("{{gen_ai_agent_name}} ({{service_name}})", labels)).toBe("coder (shop)");
  expect(seriesName("p95", labels)).toBe("p95");
});

test("a line is summed up by what is there of it", () => {
  expect(summary([null, 1, 2, 6, null])).toEqual([6, 3, 6]);
  expect(summary([null, null])).toEqual([null, null, null]);
});

test("a heatmap shows what is in a bucket and in no smaller one", () => {
  const series = [
    { labels: { le: "+Inf" }, values: [5, 9, null] },
    { labels: { le: "10" }, values: [5, 7, 3] },
    { labels: { le: "2.5" }, values: [1, null, 4] },
  ];
  expect(bucketsOf(series)).toEqual([
    { bound: 2.5, counts: [1, 0, 4] },
    { bound: 10, counts: [4, 7, 0] },
    { bound: Infinity, counts: [0, 2, 0] },
  ]);
});
