import { expect, test } from "vitest";
import { parse } from "yaml";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";

interface Config {
  processors: Record<string, object>;
  service: { pipelines: Record<string, { processors: string[]; exporters: string[] }> };
}

function rendered(content: object): Config {
  const plan = planFor(parseSettings({ preset: "local", content }, "Pulumi.local.yaml"));
  return parse(artefactsFor(plan)["collector.yaml"] ?? "") as Config;
}
/** Keys of events are the last thing that the search masks. */
const searches = ({ processors }: Config, name: string): boolean =>
  JSON.stringify(processors[name]).includes(
    String.raw`replace_all_patterns(spanevent.attributes, \"key\"`,
  );

test("redaction at ingest stands before the counting and before the sampling buffer", () => {
  const config = rendered({ redactAt: "ingest" });
  const { "traces/ingest": ingest, "traces/sample": sample } = config.service.pipelines;
  expect(searches(config, "transform/ingest")).toBe(true);
  expect(ingest?.processors).toEqual(["memory_limiter", "transform/ingest", "batch/serialise"]);
  expect(ingest?.exporters).toContain("forward/sample");
  expect(sample?.processors).toEqual(["tail_sampling", "transform/tidy"]);
  expect(searches(config, "transform/tidy")).toBe(false);
});

test("by default it stands after the sampling, before anything leaves", () => {
  const config = rendered({});
  const { "traces/sample": sample } = config.service.pipelines;
  expect(searches(config, "transform/ingest")).toBe(false);
  expect(sample?.processors).toEqual(["tail_sampling", "transform/redact"]);
  expect(searches(config, "transform/redact")).toBe(true);
});
