import { describe, expect, test } from "vitest";
import { kubernetesSummary } from "../../cli/summary-kubernetes.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";

const CLUSTER = {
  context: "lab",
  server: "https://127.0.0.1:6443",
  version: "v1.37.2",
  ask: () => Promise.reject(new Error("nobody asks")),
};
const summary = (kubernetes: Readonly<Record<string, unknown>>) => {
  const plan = planFor(
    parseSettings({ preset: "kubernetes-jaeger", kubernetes }, "Pulumi.prod.yaml"),
  );
  return kubernetesSummary({ name: "prod", file: "Pulumi.prod.yaml", plan }, CLUSTER);
};

describe("the summary of a stack in a cluster", () => {
  test("names each page with the line that leads there, in the settings' context", () => {
    const text = summary({ context: "prod-eu", namespace: "obs" });
    expect(text).toContain("Traces: http://127.0.0.1:16686/");
    expect(text).toContain(
      "kubectl --context=prod-eu --namespace=obs port-forward service/jaeger 16686:16686",
    );
    expect(text).toContain("kubectl --context=prod-eu --namespace=obs get secret grafana-secrets");
  });

  test("shows what an agent's pod needs, once a namespace may send", () => {
    expect(summary({})).toContain("agentobs:kubernetes: { agentNamespaces: [<yours>] }");
    const text = summary({ agentNamespaces: ["research"] });
    expect(text).toContain("In the pod of an agent, in research:");
    expect(text).toMatch(/envFrom:[^]*agentobs-agents/);
  });
});
