import { beforeAll, describe, expect, test } from "vitest";
import { deploy, find } from "../support/kubernetes-program.ts";
import { ownOf } from "../support/preset-settings.ts";
import type { Run } from "../support/pulumi-mocks.ts";

describe("preset honeycomb in a cluster", () => {
  let run: Run;
  beforeAll(async () => {
    run = await deploy("honeycomb", {
      platform: "kubernetes",
      ...ownOf("honeycomb"),
      alerts: {
        routes: [
          {
            severities: ["critical"],
            email: { to: "a@b.example", from: "c@d.example", smarthost: "mail.example:25" },
          },
        ],
      },
    });
  });
  const kinds = (): Record<string, number> =>
    Object.fromEntries(
      [...Map.groupBy(run.resources, ({ type }) => type)]
        .filter(([type]) => type.startsWith("honeycomb:"))
        .map(([type, all]): [string, number] => [type.split(":").at(-1) ?? "", all.length]),
    );

  test("the same stands in Honeycomb as from one machine, beside the collector's pods", () => {
    expect(kinds()).toEqual({ Dataset: 1, Column: 17, Recipient: 1, Trigger: 2, Board: 1 });
    expect(find(run, "StatefulSet collector").inputs).toBeDefined();
  });

  test("triggers wait for their columns and for whom they tell", () => {
    const { dependsOn, inputs } = find(run, "Trigger agent-latency-p99-high");
    expect(dependsOn).toContain("Column agent.run.duration");
    expect(dependsOn).toContain("Recipient agentobs-development-route-1");
    expect(inputs).toMatchObject({
      endpoint: "https://api.honeycomb.io",
      spec: {
        dataset: "agentobs-metrics",
        recipients: [{ id: "agentobs-development-route-1-id" }],
      },
    });
  });

  test("every key is a secret, and no value of one is in clear", () => {
    for (const { type, inputs } of run.resources)
      if (type.startsWith("honeycomb:")) expect(inputs["key"]).toBe("[secret]");
    expect(find(run, "Recipient agentobs-development-route-1").inputs["spec"]).toBe("[secret]");
    expect(find(run, "Dataset agentobs-metrics").inputs["spec"]).toMatchObject({
      ingestKey: "[secret]",
    });
  });
});
