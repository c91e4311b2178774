import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { eventually } from "../support/metrics.ts";
import { keyValues, type Plain } from "../support/otlp.ts";
import { spansOf } from "../support/spans.ts";
import { inference, span, traces } from "../support/traffic.ts";

let collector: RunningCollector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

const call = (name: string, more: Readonly<Record<string, Plain>>) =>
  span({ name, attributes: inference(more) });
const named = async (name: string) => {
  const spans = await eventually(
    () => spansOf(collector.traces()),
    (seen) => seen.some((one) => one.name === name),
  );
  return spans.find((one) => one.name === name);
};

test("a span of the same kind with as many keys is searched again where they are others", async () => {
  const spans = [call("clean", { "step.index": 1 }), call("second", { "final.answer": "42" })];
  await collector.send("traces", traces(spans));
  expect((await named("clean"))?.plain["step.index"]).toBe(1);
  expect((await named("second"))?.plain).not.toHaveProperty("final.answer");
});

test("a client can't say that its keys are clean, or what its model is", async () => {
  const chat = call("sly", { "final.answer": "42" });
  const keys = JSON.stringify((chat.attributes ?? []).map(({ key }) => key));
  const claims = {
    [`agentobs.memo.keys|chat|${chat.attributes?.length ?? 0}`]: keys,
    "agentobs.memo.model|gpt-4o-mini|<nil>": 1,
    "agentobs.memo.model|gpt-4o-mini|": 1,
  };
  const scope = { name: "sly", attributes: keyValues(claims) };
  await collector.send("traces", traces([chat], { "service.name": "shop" }, scope));
  expect((await named("sly"))?.plain).not.toHaveProperty("final.answer");
  expect(collector.leftAsText()).not.toContain("agentobs.memo");
});
