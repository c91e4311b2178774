import { expect, test } from "vitest";
import { startCollector } from "../support/collector.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";
import { eventually, latest, total } from "../support/metrics.ts";
import { inference, span, traces } from "../support/traffic.ts";

test("10,000 spans of four clients at once are counted to the last one", async () => {
  const collector = await startCollector({
    sampling: { ...TEST_COLLECTOR.sampling, baselinePercent: 1 },
  });
  const clients = Array.from({ length: 4 }, async (_, client) => {
    for (let request = 0; request < 20; request++) {
      const calls = Array.from({ length: 125 }, () =>
        span({
          attributes: inference({
            "gen_ai.agent.name": "busy",
            "gen_ai.usage.input_tokens": client + 1,
          }),
        }),
      );
      expect(await collector.send("traces", traces(calls))).toBe(200);
    }
  });
  await Promise.all(clients);
  const series = await eventually(
    () => latest(collector.metrics()),
    (seen) => total(seen, "agent.spans") >= 10_000,
  );
  expect(total(series, "agent.spans")).toBe(10_000);
  expect(total(series, "agent.llm.duration_count")).toBe(10_000);
  expect(total(series, "agent.llm.tokens")).toBe(2_500 * (1 + 2 + 3 + 4));
  await collector.stop();
});
