import { expect, test } from "vitest";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";

test("queries look back further than the collector remembers a resting counter", () => {
  const files = artefactsFor(planFor(parseSettings({ preset: "local" }, "Pulumi.local.yaml")));
  const hours = (text = "", pattern: RegExp) =>
    [...text.matchAll(pattern)].map(([, number]) => Number(number));
  const carried = hours(files["rules/agentobs.yaml"], /last_over_time\([^[]*\[(\d+)h\]/g);
  const remembered = hours(files["collector.yaml"], /max_stale: (\d+)h/g);
  expect(carried.length).toBeGreaterThan(0);
  expect(remembered.length).toBeGreaterThan(0);
  expect(Math.min(...carried)).toBeGreaterThan(Math.max(...remembered));
});
