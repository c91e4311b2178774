import { describe, expect, test } from "vitest";
import { managedOf, managedSecrets } from "../../cli/verify-managed.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { settingsOf } from "../support/preset-settings.ts";

const planOf = (preset: string, own: object = {}) =>
  planFor(parseSettings({ ...settingsOf(preset), ...own }, "Pulumi.test.yaml"));
const EXISTING = {
  destinations: [
    {
      type: "grafana-cloud",
      endpoint: "https://otlp-gateway-prod-eu-west-2.grafana.net/otlp",
      instanceId: "123456",
      tokenSecret: "grafana-token",
    },
  ],
  grafanaCloud: {
    existing: { url: "https://acme.grafana.net/", serviceAccountTokenSecret: "reader" },
  },
  secrets: { reader: "x", "grafana-token": "y", "slack-webhook": "z" },
};
const known = (name: string) => `value of ${name}`;

describe("what verify knows of a managed backend", () => {
  test("is the stack of Grafana Cloud that is there, with its pages and rules by uid", () => {
    const { grafanaCloud } = managedOf(planOf("grafana-cloud", EXISTING), known);
    expect(grafanaCloud).toMatchObject({
      url: "https://acme.grafana.net",
      token: "value of reader",
      datasources: { prometheus: "grafanacloud-prom", tempo: "grafanacloud-traces" },
      contents: { folderUid: "agentobs" },
    });
    const { contents } = grafanaCloud as { contents: { dashboards: object; rules: object } };
    expect(Object.keys(contents.dashboards)).toHaveLength(7);
    expect(Object.values(contents.rules)).toContain("AgentToolFailureSpike");
  });

  test("is the one that the kit made by the token among its outputs", () => {
    const plan = planOf("grafana-cloud");
    expect(managedSecrets(plan)).toEqual(["grafanaToken"]);
    expect(managedOf(plan, known).grafanaCloud).toMatchObject({
      url: "https://acmeagents.grafana.net",
      token: "value of grafanaToken",
    });
  });

  test("is Honeycomb's triggers and board, and its queries where the team's plan has them", () => {
    const { honeycomb } = managedOf(planOf("honeycomb"), known);
    expect(honeycomb).toMatchObject({
      url: "https://api.honeycomb.io",
      key: "value of honeycomb-configuration-key",
      dataset: "agentobs-metrics",
      mayQuery: false,
    });
    const asked = managedOf(planOf("honeycomb", { honeycomb: { queryData: true } }), known);
    expect(asked.honeycomb).toMatchObject({ mayQuery: true });
  });

  test("without its token is why it is not looked into", () => {
    const { grafanaCloud } = managedOf(planOf("grafana-cloud", EXISTING), () => undefined);
    expect(grafanaCloud).toMatchObject({ because: expect.stringContaining("reader") as string });
  });

  test("is nothing where the stack runs all of it", () => {
    expect(managedOf(planOf("local"), known)).toEqual({});
    expect(managedSecrets(planOf("local"))).toEqual([]);
  });
});
