import { beforeAll, describe, expect, test } from "vitest";
import { changes, deploy, find } from "../support/kubernetes-program.ts";
import type { Run } from "../support/pulumi-mocks.ts";

const withSamplers = (collector: object) => deploy("kubernetes-jaeger", { collector });
const samplersOf = (run: Run): unknown =>
  (find(run, "StatefulSet sampler").inputs["spec"] as { replicas: number }).replicas;

describe("taking a sampler away in two steps", () => {
  let steady: Run;
  let draining: Run;
  let gone: Run;
  beforeAll(async () => {
    steady = await withSamplers({ samplers: 3 });
    draining = await withSamplers({ samplers: 2, drain: { samplers: 1 } });
    gone = await withSamplers({ samplers: 2 });
  });

  test("the first starts the gateways anew, and all samplers stay", () => {
    expect([samplersOf(steady), samplersOf(draining)]).toEqual([3, 3]);
    expect(changes(steady, draining)).toContain("~ StatefulSet collector");
  });

  test("the second takes it away, and starts neither gateways nor other samplers anew", () => {
    expect(samplersOf(gone)).toBe(2);
    const podsOf = (run: Run, name: string) =>
      (find(run, `StatefulSet ${name}`).inputs["spec"] as { template: unknown }).template;
    expect(podsOf(gone, "collector")).toEqual(podsOf(draining, "collector"));
    expect(podsOf(gone, "sampler")).toEqual(podsOf(draining, "sampler"));
  });
});
