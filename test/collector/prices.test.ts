import { calcPrice, findProvider } from "@pydantic/genai-prices";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LEFT_OUT, MODEL_TABLE } from "../../components/collector/model-table.ts";
import type { Model } from "../../components/collector/model.ts";
import { MODELS } from "../../components/collector/models.ts";
import { PROVIDERS } from "../../tools/price-list.ts";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { eventually, labelValues, latest, total } from "../support/metrics.ts";
import type { OtlpSpan } from "../support/otlp.ts";
import { type SeenSpan, spansOf } from "../support/spans.ts";
import { inference, span, traces } from "../support/traffic.ts";

/** What the price list asks for a call by this name, whoever sells it; undefined without a price. */
function listPrice(name: string, usage: ReturnType<typeof tokens>): number | undefined {
  for (const provider of PROVIDERS.map((providerId) => findProvider({ providerId }))) {
    const asked = {
      input_tokens: usage["gen_ai.usage.input_tokens"],
      output_tokens: usage["gen_ai.usage.output_tokens"],
      cache_read_tokens: usage["gen_ai.usage.cache_read.input_tokens"],
      cache_write_tokens: usage["gen_ai.usage.cache_write.input_tokens"],
    };
    const owner = findProvider({ modelId: name });
    if (!provider || (owner && owner.id !== provider.id)) continue;
    const found = calcPrice(asked, name, { provider });
    if (found) return found.total_price;
  }
  return undefined;
}

/** Plain, from and to a cache, at the edge of a tier, over it, and far over it with a cache. */
const usagesOf = ({ long }: Model) => [
  tokens(1_000, 200),
  tokens(10_000, 500, 4_000, 2_000),
  ...(long ? [tokens(long.above, 1_000), tokens(long.above + 1, 1_000)] : []),
  tokens(900_000, 1_000, 100_000, 50_000),
];

const tokens = (input: number, output: number, cacheRead = 0, cacheWrite = 0) => ({
  "gen_ai.usage.input_tokens": input,
  "gen_ai.usage.output_tokens": output,
  "gen_ai.usage.cache_read.input_tokens": cacheRead,
  "gen_ai.usage.cache_write.input_tokens": cacheWrite,
});
const call = (model: string, usage: object) =>
  span({ name: model, attributes: inference({ "gen_ai.request.model": model, ...usage }) });

const LABEL = "gen_ai.request.model";

/** The same model under the names that providers and gateways give it. */
const VARIANTS: readonly (readonly [name: string, key: string])[] = [
  ["gpt-4o-mini-2024-07-18", "gpt-4o-mini"],
  ["gpt-4o-mini-20240718", "gpt-4o-mini"],
  ["openai/gpt-4o-mini", "gpt-4o-mini"],
  ["GPT-4o-mini", "gpt-4o-mini"],
  ["openai/gpt-4o-2024-05-13", "gpt-4o-2024-05-13"],
  ["ft:gpt-3.5-turbo-0125:acme::abc123", "ft:gpt-3.5-turbo"],
  ["claude-sonnet-4-20250514", "claude-sonnet-4"],
  ["us.anthropic.claude-sonnet-4-20250514-v1:0", "claude-sonnet-4"],
  ["claude-sonnet-4@20250514", "claude-sonnet-4"],
  ["claude-haiku-4-5-20251001-thinking", "claude-haiku-4-5"],
  ["models/gemini-2.5-flash", "gemini-2.5-flash"],
  ["gemini-2.5-pro-preview-05-06", "gemini-2.5-pro"],
  // Like known ones, and others.
  ["gpt-4o-minimal", "other"],
  ["gpt-4o-new-kind", "other"],
  ["mistral-large-9999", "other"],
  ["|gpt-4o>", "other"],
];

describe("the price list", () => {
  let collector: RunningCollector;
  let spans: SeenSpan[];
  let sent: OtlpSpan[];
  /** In the order of their input: traces leave the sampler in any order. */
  const costsOf = (name: string) =>
    spans
      .filter((seen) => seen.name === name)
      .sort((one, other) => inputOf(one) - inputOf(other))
      .map(({ plain }) => plain["gen_ai.usage.cost"]);
  const inputOf = ({ plain }: SeenSpan) => Number(plain["gen_ai.usage.input_tokens"]);

  beforeAll(async () => {
    collector = await startCollector();
    sent = [
      ...Object.entries(MODELS).flatMap(([key, model]) =>
        usagesOf(model).map((usage) => call(key, usage)),
      ),
      ...Object.values(MODEL_TABLE)
        .flatMap(({ names }) => names)
        .map((name) => call(name, tokens(1_000, 200))),
      ...LEFT_OUT.map((name) => call(name, tokens(1_000, 200))),
      ...VARIANTS.map(([model]) => call(model, tokens(1_000, 200))),
    ];
    expect(await collector.send("traces", traces(sent))).toBe(200);
    spans = await eventually(
      () => spansOf(collector.traces()),
      (seen) => seen.length === sent.length,
    );
  });
  afterAll(() => collector.stop());

  test.for(Object.entries(MODELS))("%s costs what its price list says", ([key, model]) => {
    const listed = usagesOf(model).map((usage) => listPrice(key, usage));
    expect(listed).not.toContain(undefined);
    expect(costsOf(key)).toEqual(listed.map((cost = 0): unknown => expect.closeTo(cost, 10)));
  });

  test("every further name costs what its price list says", () => {
    for (const name of Object.values(MODEL_TABLE).flatMap(({ names }) => names)) {
      const listed = listPrice(name, tokens(1_000, 200)) ?? Number.NaN;
      expect(costsOf(name), name).toEqual([expect.closeTo(listed, 10)]);
    }
  });

  test("the label is the table's key whatever a call names the model, else `other`", async () => {
    const expected: Record<string, number> = { other: LEFT_OUT.length };
    for (const [key, model] of Object.entries(MODEL_TABLE))
      expected[key] = usagesOf(model).length + model.names.length;
    for (const [, key] of VARIANTS) expected[key] = (expected[key] ?? 0) + 1;
    const counted = await eventually(
      () => {
        const series = latest(collector.metrics());
        const calls = (model: string): number =>
          total(series, "agent.llm.duration_count", { [LABEL]: model });
        const labels = labelValues(series, "agent.llm.duration_count", LABEL);
        return Object.fromEntries(labels.map((label) => [label, calls(label)]));
      },
      (seen) => Object.values(seen).reduce((sum, calls) => sum + calls, 0) >= sent.length,
    );
    expect(counted).toEqual(expected);
  });

  test("names that were left out have no price, even where they begin like a listed model", () => {
    for (const name of LEFT_OUT) expect(costsOf(name), name).toEqual([undefined]);
  });

  test.for(VARIANTS)("%s is found under %s", ([name, key]) => {
    const listed = key === "other" ? undefined : listPrice(key, tokens(1_000, 200));
    expect(costsOf(name)).toEqual([listed === undefined ? undefined : expect.closeTo(listed, 10)]);
  });
});
