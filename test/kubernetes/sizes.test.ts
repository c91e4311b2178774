import { describe, expect, test } from "vitest";
import { EXAMPLE_SIZES, type ExampleSize } from "../../stacks/example-sizes.ts";
import { KUBERNETES_PRESETS } from "../../stacks/presets/index.ts";
import { controlPlane } from "../support/control-plane.ts";
import { manifestsOf } from "../support/kubernetes-stacks.ts";

const cluster = await controlPlane({ nodes: 3 });
const SIZES = Object.entries<ExampleSize>(EXAMPLE_SIZES);

describe.for(KUBERNETES_PRESETS)("preset %s", (preset) => {
  test.for(SIZES)("of size %s gets through the API server without a word", async ([, size]) => {
    expect(await cluster.check(manifestsOf({ preset, ...size.settings }))).toEqual([]);
  });
});

describe("a VictoriaMetrics cluster", () => {
  const objects = manifestsOf({ preset: "kubernetes-jaeger", victoriametrics: { cluster: {} } });

  test("gets through the API server without a word, its pods at the level restricted", async () => {
    expect(await cluster.check(objects)).toEqual([]);
  });

  test("becomes ready as a whole, with a disk for each storage", async () => {
    await cluster.apply(objects);
    await cluster.becomesReady(objects);
  });
});
