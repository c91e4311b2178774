import { beforeAll, describe, expect, test } from "vitest";
import { attempt, find } from "../support/kubernetes-program.ts";
import { STACK } from "../support/grafana-provider.ts";
import { inGrafana, planOf, run, WAYS } from "../support/managed-grafana.ts";
import type { Run } from "../support/pulumi-mocks.ts";
import { runScript } from "../support/run-script.ts";

const PROJECT = new URL("../..", import.meta.url).pathname;
const MANAGED = WAYS["grafana-cloud-managed"] ?? {};
const OTLP = "https://otlp-gateway.test/otlp";
const REFERENCES = {
  "grafana-cloud-otlp-url": OTLP,
  "grafana-cloud-instance-id": STACK.id,
  "grafana-cloud-token": STACK.telemetryToken,
};
const IN_A_CLUSTER = { ...MANAGED, platform: "kubernetes" };

describe("a stack of Grafana Cloud that the kit makes", () => {
  let onHost: Run;
  let inCluster: Run;
  beforeAll(async () => {
    onHost = await run(MANAGED);
    inCluster = await run(IN_A_CLUSTER);
  });

  test("hands its address, its number and a token to the process of the collector, as secrets", () => {
    expect(onHost.reveal("Process collector")["secrets"]).toEqual(REFERENCES);
    expect(find(onHost, "Process collector").inputs["secrets"]).toBe("[secret]");
    const { secretEnvironment, secretFiles } = find(onHost, "Process collector").inputs;
    expect(secretEnvironment).toEqual({
      AGENTOBS_SECRET_GRAFANA_CLOUD_OTLP_URL: "grafana-cloud-otlp-url",
    });
    expect(secretFiles).toEqual({
      "grafana-cloud-instance-id": "grafana-cloud-instance-id",
      "grafana-cloud-token": "grafana-cloud-token",
    });
  });

  test.for(["collector", "sampler"])("hands them to the Secret of the %s in a cluster", (pods) => {
    const { stringData } = inCluster.reveal(`Secret ${pods}-secrets`);
    expect(stringData).toMatchObject({
      AGENTOBS_SECRET_GRAFANA_CLOUD_OTLP_URL: OTLP,
      "grafana-cloud-instance-id": STACK.id,
      "grafana-cloud-token": STACK.telemetryToken,
    });
    expect(find(inCluster, `Secret ${pods}-secrets`).inputs["stringData"]).toBe("[secret]");
  });

  test("hands them to the containers on an engine", async () => {
    const onEngine = await run({ ...MANAGED, platform: "docker" });
    expect(onEngine.reveal("Container collector")["envs"]).toContain(
      `AGENTOBS_SECRET_GRAFANA_CLOUD_OTLP_URL=${OTLP}`,
    );
    const filled = JSON.stringify(onEngine.reveal("Container collector-files")["envs"]);
    for (const value of [STACK.id, STACK.telemetryToken]) expect(filled).toContain(value);
    const plain = JSON.stringify(onEngine.resources);
    expect(plain).not.toContain(STACK.telemetryToken);
    expect(plain).not.toContain(OTLP);
  });

  test("is waited for by its collector, and by all that is made in it", () => {
    expect(find(onHost, "Process collector").dependsOn).toEqual([
      "AccessPolicyRotatingToken telemetry",
      "Binaries binaries",
      "Stack acmeagents",
    ]);
    const own = onHost.resources.filter(({ provider }) => provider === "grafana");
    expect(own.length).toBeGreaterThan(10);
    expect(find(onHost, "grafana grafana").dependsOn).toEqual([
      "Stack acmeagents",
      "StackServiceAccountRotatingToken agentobs",
    ]);
  });

  test("is not deleted by a destroy, nor moved, nor deleted by hand with one click", () => {
    const { protect, retainOnDelete, inputs } = find(onHost, "Stack acmeagents");
    expect({ protect, retainOnDelete }).toEqual({ protect: true, retainOnDelete: true });
    expect(inputs["deleteProtection"]).toBe(true);
  });

  test("can be deleted where data is not protected", async () => {
    const { protect, retainOnDelete, inputs } = find(
      await run({ ...MANAGED, protectData: false }),
      "Stack acmeagents",
    );
    expect({ protect, retainOnDelete }).toEqual({ protect: false, retainOnDelete: false });
    expect(inputs["deleteProtection"]).toBe(false);
  });

  test("gives a token that may write metrics and traces to this stack, and nothing else", () => {
    const { scopes, realms } = find(onHost, "AccessPolicy telemetry").inputs;
    expect(scopes).toEqual(["metrics:write", "traces:write"]);
    expect(realms).toEqual([{ type: "stack", identifier: STACK.id }]);
    expect(find(onHost, "AccessPolicyRotatingToken telemetry").inputs).toMatchObject({
      expireAfter: "2160h",
      earlyRotationWindow: "720h",
      deleteOnDestroy: true,
    });
  });

  test("says in the outputs where it is and when its token ends", async () => {
    const { default: outputs } = onHost.exports as { default: Record<string, unknown> };
    expect(Object.keys(outputs).sort()).toEqual([
      "addresses",
      "agentEnvironment",
      "grafanaFolderUrl",
      "grafanaToken",
      "grafanaTokenExpires",
      "grafanaUrl",
    ]);
    const { grafanaToken } = outputs as { grafanaToken: { isSecret: Promise<boolean> } };
    expect(await grafanaToken.isSecret).toBe(true);
  });

  test("is nothing that a store of secrets can know", async () => {
    const externalSecrets = { store: { name: "vault" } };
    const settings = { ...IN_A_CLUSTER, kubernetes: { externalSecrets } };
    const { resources, error } = await attempt("grafana-cloud", settings);
    expect(String(error)).toContain("and no store has them");
    expect(resources).toEqual([]);
  });
});

describe("a Grafana that runs somewhere else", () => {
  const settings = WAYS["grafana-elsewhere"] ?? {};
  let made: Run;
  beforeAll(async () => {
    made = await run(settings);
  });

  test("is given the stores of this host as data sources, and its own for the rest", () => {
    const sources = inGrafana(made).filter(({ type }) => type.endsWith(":DataSource"));
    expect(sources.map(({ inputs }) => [inputs["uid"], inputs["type"], inputs["url"]])).toEqual([
      ["agentobs-metrics", "prometheus", "http://127.0.0.1:8428"],
      ["agentobs-jaeger", "jaeger", "http://127.0.0.1:16686"],
    ]);
    expect(planOf(settings).grafanaPages?.dataSources).toEqual({
      metrics: "agentobs-metrics",
      tempo: "team-tempo",
      jaeger: "agentobs-jaeger",
    });
  });

  test("tells the receivers, so that the stack's Alertmanager tells the heartbeat only", () => {
    const { files } = find(made, "Process alertmanager").inputs as {
      files: Record<string, string>;
    };
    expect(files["alertmanager.yaml"]).toContain("heartbeat");
    expect(files["alertmanager.yaml"]).not.toMatch(/slack|pagerduty|email|weekend/);
  });

  test("leaves alerting to vmalert and Alertmanager unless it is asked", async () => {
    const { manage } = settings["grafana"] as { manage: object };
    const grafana = { manage: { ...manage, rules: undefined } };
    const without = await run({ ...settings, grafana });
    const types = inGrafana(without).map(({ type }) => type.split(":").at(-1));
    expect(types).toContain("Dashboard");
    expect(types).not.toContain("RuleGroup");
    expect(types).not.toContain("ContactPoint");
  });
});

test("a stack without any of it loads nothing of it", async () => {
  const loads = async (settings: string, module: string) => {
    const code = `
      import { createRequire } from "node:module";
      import { createManaged } from "${PROJECT}stacks/deploy-managed.ts";
      import { parseSettings } from "${PROJECT}stacks/parse.ts";
      import { planFor } from "${PROJECT}stacks/plan.ts";
      await createManaged(planFor(parseSettings(${settings}, "Pulumi.test.yaml")), {});
      ${module === "" ? "" : `await import("${PROJECT}${module}");`}
      const loaded = Object.keys(createRequire(import.meta.url).cache);
      console.log("loaded", loaded.filter((file) => file.includes("@pulumiverse")).length);`;
    const { output } = await runScript(["--input-type=module", "--eval", code], PROJECT, {});
    return Number(/^loaded (\d+)$/m.exec(output)?.[1] ?? Number.NaN);
  };
  expect(await loads('{ preset: "local" }', "")).toBe(0);
  const whole = "components/managed/grafana/resources.ts";
  expect(await loads('{ preset: "local" }', whole)).toBeGreaterThan(5);
});
