import { describe, expect, test } from "vitest";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { KUBERNETES_PRESETS } from "../../stacks/presets/index.ts";
import type { Manifest } from "../support/cluster/api.ts";
import { controlPlane } from "../support/control-plane.ts";
import { manifestsOf, objectsIn, planOf } from "../support/kubernetes-stacks.ts";

const cluster = await controlPlane({ nodes: 3 });
await cluster.define("PrometheusRule");

describe.for(KUBERNETES_PRESETS)("preset %s", (preset) => {
  // Each in a namespace of its own: the claims of a StatefulSet can't be changed.
  const own = { preset, kubernetes: { namespace: preset } };
  const objects = manifestsOf(own);

  test("gets through the API server without a word, its pods at the level restricted", async () => {
    expect(objects.length).toBeGreaterThan(10);
    expect(await cluster.check(objects)).toEqual([]);
  });

  test("has rules that the Prometheus operator's definition accepts", async () => {
    const files = artefactsFor(planOf(own));
    const rules = ["prometheus-rule", "volumes"].flatMap((file) =>
      objectsIn(files[`rules/${file}.yaml`] ?? ""),
    );
    expect(rules.map(({ kind }) => kind)).toEqual(["PrometheusRule", "PrometheusRule"]);
    expect(await cluster.check([...objects, ...rules])).toEqual([]);
  });

  test("has accounts that may ask the API nothing", async () => {
    await cluster.apply(
      objects.filter(({ kind }) => ["Namespace", "ServiceAccount"].includes(kind)),
    );
    const accounts = objects.filter(({ kind }) => kind === "ServiceAccount");
    expect(accounts.length).toBeGreaterThan(5);
    for (const { metadata } of accounts) {
      const account = { serviceAccount: metadata?.name ?? "", namespace: preset };
      const may = await Promise.all(
        ["secrets", "pods", "configmaps"].map((kind) =>
          cluster.canI(account, "list", kind, preset),
        ),
      );
      expect({ account, may }).toEqual({ account, may: [false, false, false] });
    }
  });

  test("becomes ready as a whole: every pod gets a node, every disk a volume", async () => {
    await cluster.apply(objects);
    await cluster.becomesReady(objects);
  });

  test("applied again changes nothing", async () => {
    // Controllers write into the status, which counts as a change of its own.
    const written = (all: readonly Manifest[]) => cluster.apply(all).then(versions);
    expect(await written(objects)).toEqual(await written(objects));
  });
});

const versions = (outcomes: Awaited<ReturnType<typeof cluster.apply>>) =>
  outcomes.map(({ object, stored }) => [
    object,
    stored?.metadata.generation ?? stored?.metadata.resourceVersion,
  ]);
