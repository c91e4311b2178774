import { describe, expect, test } from "vitest";
import { controlPlane } from "../support/control-plane.ts";
import { KUBERNETES_PRESETS, manifestsOf } from "../support/kubernetes-stacks.ts";

const cluster = await controlPlane();

describe.for(KUBERNETES_PRESETS)("preset %s", (preset) => {
  const manifests = manifestsOf({ preset });

  test("the API server has nothing against any object, nor against any pod at the level restricted", async () => {
    expect(await cluster.check(manifests)).toEqual([]);
  });

  test("applied twice, the second time changes nothing", async () => {
    const first = await cluster.apply(manifests);
    const second = await cluster.apply(manifests);
    const versions = (outcomes: typeof first) =>
      Object.fromEntries(
        outcomes.map(({ object, stored }) => [object, stored?.metadata.resourceVersion]),
      );
    expect(versions(second)).toEqual(versions(first));
  });
});
