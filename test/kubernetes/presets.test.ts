import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { PRESETS } from "../../stacks/presets/index.ts";
import type { Manifest } from "../support/cluster/api.ts";
import { controlPlane } from "../support/control-plane.ts";

const planOf = (preset: string) => planFor(parseSettings({ preset }, `Pulumi.${preset}.yaml`));
const ON_KUBERNETES = Object.keys(PRESETS).filter((preset) => planOf(preset).kubernetes);
const cluster = await controlPlane({ nodes: 3 });
await cluster.define("PrometheusRule");

/** The objects as an operator gets them from `make render`. */
function rendered(preset: string): Manifest[] {
  const files = Object.entries(artefactsFor(planOf(preset))).filter(
    ([file]) => file.startsWith("manifests/") && !file.endsWith("kustomization.yaml"),
  );
  return files.flatMap(([, text]) => objectsIn(text));
}

function objectsIn(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

describe.for(ON_KUBERNETES)("preset %s", (preset) => {
  test("gets through the API server without a word, its pods at the level restricted", async () => {
    const objects = rendered(preset);
    expect(objects.length).toBeGreaterThan(10);
    expect(await cluster.check(objects)).toEqual([]);
  });

  test("has rules that the Prometheus operator's definition accepts", async () => {
    const rules = artefactsFor(planOf(preset))["rules/prometheus-rule.yaml"] ?? "";
    const [rule] = objectsIn(rules);
    expect(rule?.kind).toBe("PrometheusRule");
    expect(await cluster.check([...rendered(preset), ...objectsIn(rules)])).toEqual([]);
  });

  test("becomes ready as a whole: every pod gets a node, every disk a volume", async () => {
    const objects = rendered(preset);
    await cluster.apply(objects);
    await cluster.becomesReady(objects);
  });

  test("applied again changes nothing", async () => {
    // Controllers write into the status, which counts as a change of its own.
    const written = (objects: readonly Manifest[]) => cluster.apply(objects).then(generations);
    const objects = rendered(preset);
    expect(await written(objects)).toEqual(await written(objects));
  });
});

const generations = (outcomes: Awaited<ReturnType<typeof cluster.apply>>) =>
  outcomes.map(({ object, stored }) => [object, stored?.metadata.generation]);
