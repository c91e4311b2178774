import type { Model } from "../../components/collector/model.ts";
import { MODELS } from "../../components/collector/models.ts";
import type { ModelFacts } from "./count.ts";
import type { ModelCall, Usage } from "./script.ts";

/** What the collector's own table says of the called model. */
export function modelFacts({ model: name }: ModelCall): ModelFacts {
  const model = MODELS[name];
  return {
    key: model ? name : "other",
    contextWindow: model?.window,
    cost: (usage) => (model ? costOf(model, usage) : undefined),
  };
}

/** US dollars. Cached tokens are parts of the input, with prices of their own where the table has them. */
function costOf({ long, ...base }: Model, usage: Usage): number {
  const prices = long && usage.input > long.above ? long : base;
  const { cacheRead = 0, cacheWrite = 0 } = usage;
  const plain = Math.max(0, usage.input - cacheRead - cacheWrite);
  const micros =
    plain * prices.input +
    cacheRead * (prices.cacheRead ?? prices.input) +
    cacheWrite * (prices.cacheWrite ?? prices.input) +
    usage.output * (prices.output ?? 0);
  return micros / 1_000_000;
}
