import { expect, test } from "vitest";
import { controlPlane } from "../support/control-plane.ts";
import { manifestsOf } from "../support/kubernetes-stacks.ts";
import { TEMPO_PARTS_SETTINGS } from "../support/tempo-parts.ts";

const cluster = await controlPlane();

test("a stack with Tempo's parts one by one gets through the API server without a word", async () => {
  const objects = manifestsOf(TEMPO_PARTS_SETTINGS);
  expect(objects.map(({ metadata }) => metadata?.name)).toContain("tempo-live-store-b");
  expect(await cluster.check(objects)).toEqual([]);
});
