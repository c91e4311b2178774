import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { METRICS } from "../../components/core/metrics.ts";
import {
  increase,
  observations,
  quantile,
  type Query,
  sumBy,
} from "../../components/core/promql.ts";
import { queryText } from "../../components/core/promql-text.ts";
import { type Case, CASES } from "../support/growth-cases.ts";
import { type Answer, lastValues } from "../support/promql-answers.ts";
import { type Prometheus, startPrometheus } from "../support/prometheus.ts";
import { type Store, startStore } from "../support/victoria-metrics.ts";

/** On the grid of subqueries; samples lie between its points. */
const END = Math.floor(Date.now() / 60_000) * 60;

const METRIC = METRICS.runs;
/** Each case is an agent of its own. */
const agentOf = (index: number): string => `agent-${index}`;
const only = (index: number) => ({ gen_ai_agent_name: agentOf(index) });

function linesOf({ pushed }: Case, index: number): [ms: number, line: string][] {
  return Object.entries(pushed).flatMap(([gateway, samples]) =>
    samples.map(([secondsAgo, value]): [number, string] => {
      const ms = (END - secondsAgo) * 1000;
      const labels = `gen_ai_agent_name="${agentOf(index)}",gateway="${gateway}",status="ok"`;
      return [ms, `${METRIC.prometheus}{${labels}} ${value} ${ms}`];
    }),
  );
}

/** 10 runs under 1 s and 10 of 2.5 to 5 s, all in one new series. */
const HISTOGRAM = Object.entries({ "0.5": 0, "1": 10, "2.5": 10, "5": 20, "+Inf": 20 }).map(
  ([le, count]) =>
    `agent_run_duration_seconds_bucket{gen_ai_agent_name="slow",status="ok",le="${le}"} ${count} ${(END - 62) * 1000}`,
);
const COUNT = `agent_run_duration_seconds_count{gen_ai_agent_name="slow",status="ok"} 20 ${(END - 62) * 1000}`;

let victoria: Store;
let prometheus: Prometheus;
beforeAll(async () => {
  victoria = await startStore({});
  prometheus = await startPrometheus();
  const lines = CASES.flatMap(linesOf)
    .sort(([a], [b]) => a - b)
    .map(([, line]) => line);
  for (const store of [victoria, prometheus]) await store.write([...lines, ...HISTOGRAM, COUNT]);
});
afterAll(async () => {
  await victoria.stop();
  await prometheus.stop();
});

const ask = async (store: Store | Prometheus, query: string): Promise<number | undefined> => {
  const path = "/api/v1/query";
  const [value, ...others] = lastValues(
    (await store.get(path, { query, time: `${END}` })) as Answer,
  );
  expect(others).toEqual([]);
  return value;
};
const inDialect = (query: Query, dialect: "victoriametrics" | "prometheus" | "neutral") =>
  queryText(query, { dialect });

describe.for(CASES.map((one, index) => [one.what, one, index] as const))("%s", ([, one, index]) => {
  const query = sumBy([], increase(METRIC, one.windowSeconds, only(index)));

  test("is counted exactly in VictoriaMetrics", async () => {
    expect(await ask(victoria, inDialect(query, "victoriametrics"))).toBe(one.truth);
  });

  test("is counted by the kit's query in Prometheus", async () => {
    const found = await ask(prometheus, inDialect(query, "prometheus"));
    expect(found).toBeCloseTo(one.kit ?? one.truth, 0);
    if (one.kit === undefined) expect(found).toBe(one.truth);
  });

  test("is what `increase()` makes of it there", async () => {
    const found = await ask(prometheus, inDialect(query, "neutral"));
    if (one.plain === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(one.plain, 0);
  });
});

test("percentiles and counts of a histogram that is new are the same in both", async () => {
  const slow = { gen_ai_agent_name: "slow" };
  for (const query of [
    quantile(0.5, METRICS.runDuration, 300, [], slow),
    quantile(0.9, METRICS.runDuration, 300, [], slow),
    sumBy([], observations(METRICS.runDuration, 300, slow)),
  ]) {
    const there = await ask(prometheus, inDialect(query, "prometheus"));
    expect(there).toBe(await ask(victoria, inDialect(query, "victoriametrics")));
    expect(there).toBeGreaterThan(0);
    expect(await ask(prometheus, inDialect(query, "neutral"))).toBeUndefined();
  }
});
