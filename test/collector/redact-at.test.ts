import { expect, test } from "vitest";
import { CANARIES, type Canary } from "../support/canaries.ts";
import { startCollector } from "../support/collector.ts";
import { spansWith } from "../support/everywhere.ts";
import { leaks } from "../support/leaks.ts";
import { LOOK_ALIKES } from "../support/look-alikes.ts";
import { eventually, latest } from "../support/metrics.ts";
import { spansOf } from "../support/spans.ts";
import { inference, span, traces } from "../support/traffic.ts";

/** One of each kind is enough to compare. */
const ONE_OF_EACH: readonly Canary[] = [
  ...new Map(CANARIES.map((canary) => [canary.kind, canary])).values(),
];

/** Everything about it is in what the sampler and the counting read. */
const looping = span({
  name: "looping",
  attributes: {
    "gen_ai.operation.name": "invoke_agent",
    "gen_ai.agent.name": "looper",
    "agent.iterations": 12,
    card: 4111111111111111,
    note: 4111111111111111.5,
  },
});
const failing = span({
  name: "failing",
  attributes: {
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": "search",
    "tool.success": false,
    cards: [4111111111111111],
  },
});
const call = span({
  name: "call",
  attributes: inference({
    "gen_ai.usage.input_tokens": 1000,
    "gen_ai.usage.output_tokens": 10,
    card: 4111111111111111,
  }),
});
const harmless = LOOK_ALIKES.map(([, text]) => span({ name: text, attributes: { text } }));
const requests = [
  ...ONE_OF_EACH.map(({ kind, text }) => spansWith(kind, text)),
  traces([looping, failing, call, ...harmless]),
];
const SPANS = 2 * ONE_OF_EACH.length + 3 + harmless.length;

async function outcome(redactAt: "export" | "ingest") {
  const collector = await startCollector({ content: { capture: false, patterns: [], redactAt } });
  for (const request of requests) expect(await collector.send("traces", request)).toBe(200);
  const spans = await eventually(
    () => spansOf(collector.traces()),
    (seen) => seen.length >= SPANS,
    60,
  );
  const runs = (series: ReadonlyMap<string, number>): boolean =>
    [...series.keys()].some((key) => key.startsWith("agent.spans"));
  const series = await eventually(() => latest(collector.metrics()), runs);
  const result = {
    spans: spans
      .map(({ name, attributes, events, status, resource, scope }) =>
        JSON.stringify({ name, attributes, events, status, resource, scope }),
      )
      .sort(),
    series: [...series]
      .filter(
        ([key]) =>
          !/^agent[.](?:last_seen|tool[.]duration|run[.]duration|llm[.]duration)/.test(key),
      )
      .sort(),
    left: collector.leftAsText(),
    logs: collector.logs(),
  };
  await collector.stop();
  return result;
}

test("redaction at ingest gives what redaction at export gives", async () => {
  const late = await outcome("export");
  const early = await outcome("ingest");
  expect(early.spans).toHaveLength(SPANS);
  expect(early.spans).toEqual(late.spans);
  expect(early.series.length).toBeGreaterThan(10);
  expect(early.series).toEqual(late.series);
  expect(leaks(early.left, ONE_OF_EACH)).toBe("");
  expect(early.logs).not.toMatch(/\b(error|warn)\t/);
}, 120_000);
