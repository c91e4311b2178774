import { beforeAll, describe, expect, test } from "vitest";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { secretsIn } from "../../components/secret-texts.ts";
import { deploy } from "../support/kubernetes-program.ts";
import { MADE_UP, type Run } from "../support/pulumi-mocks.ts";

const PRESETS = ["kubernetes-jaeger", "kubernetes-langfuse"] as const;
const CANARY = "canary-4711";
const SETTINGS = {
  kubernetes: { agentNamespaces: ["research", "support"] },
  alerts: { routes: [{ severities: ["critical"], webhook: { urlSecret: "team-webhook" } }] },
};

/** Every secret that the stack names, with a value of its own that nobody else has. */
function canaries(preset: string, settings: Record<string, unknown>): Record<string, string> {
  const plan = planFor(parseSettings({ preset, ...settings }, "Pulumi.prod.yaml"));
  const names = [
    ...workloadsOf(plan).flatMap(({ secrets }) => secretsIn(secrets)),
    ...plan.agentSecrets.map(({ secret }) => secret),
  ];
  return Object.fromEntries(names.map((name) => [name, `${CANARY} ${name}`]));
}

const webhook = { "team-webhook": CANARY };
const made = { ...SETTINGS, secrets: webhook };
const given = (preset: string) => ({ ...SETTINGS, secrets: canaries(preset, made) });

const cases = PRESETS.flatMap((preset) => [
  [preset, "given by the operator", given(preset)] as const,
  [preset, "made by the kit", made] as const,
]);

describe.for(cases)("of preset %s the secrets %s", ([preset, , settings]) => {
  let run: Run;
  beforeAll(async () => {
    run = await deploy(preset, settings);
  });

  test("are in no input of any resource that is not marked secret", () => {
    const text = JSON.stringify(run.resources);
    expect(text).toContain('"stringData":"[secret]"');
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain(MADE_UP);
  });

  test("are in no output", () => {
    const text = JSON.stringify(run.exports);
    expect(text).toContain("collector.agentobs.svc");
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain(MADE_UP);
  });

  test("are in no rendered file", () => {
    const plan = planFor(parseSettings({ preset, ...settings }, "Pulumi.prod.yaml"));
    const files = artefactsFor(plan);
    expect(Object.keys(files)).toContain("manifests/agents.yaml");
    for (const [file, text] of Object.entries(files)) expect(text, file).not.toContain(CANARY);
  });
});

test("what is searched for names every secret of the stack", () => {
  expect(Object.keys(given("kubernetes-jaeger").secrets).sort()).toEqual([
    "grafana-admin-password",
    "grafana-secret-key",
    "ingest-ca",
    "ingest-certificate",
    "ingest-key",
    "ingest-token-1",
    "team-webhook",
    "wire-ca",
    "wire-certificate",
    "wire-key",
  ]);
});
