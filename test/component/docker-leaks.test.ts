import { beforeAll, describe, expect, test } from "vitest";
import { secretsIn } from "../../components/secret-texts.ts";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { deploy } from "../support/kubernetes-program.ts";
import { planOf } from "../support/kubernetes-stacks.ts";
import { MADE_UP, type Run } from "../support/pulumi-mocks.ts";

const CANARY = "canary-4711";
const SETTINGS = {
  preset: "docker",
  destinations: [{ type: "jaeger" }, { type: "victoriametrics" }, { type: "langfuse" }],
  ingest: { tls: {}, auth: { bearer: {} } },
  alerts: { routes: [{ severities: ["critical"], webhook: { urlSecret: "team-webhook" } }] },
};

/** Every secret that the stack names, with a value of its own that nobody else has. */
function canaries(settings: Readonly<Record<string, unknown>>): Record<string, string> {
  const plan = planOf(settings);
  const names = [
    ...workloadsOf(plan).flatMap(({ secrets }) => secretsIn(secrets)),
    ...plan.agentSecrets.map(({ secret }) => secret),
  ];
  return Object.fromEntries(names.map((name) => [name, `${CANARY} ${name}`]));
}

const made = { ...SETTINGS, secrets: { "team-webhook": CANARY } };
const given = { ...SETTINGS, secrets: canaries(made) };

describe.for([
  ["given by the operator", given],
  ["made by the kit", made],
] as const)("the secrets %s", ([, settings]) => {
  let run: Run;
  beforeAll(async () => {
    run = await deploy("docker", settings);
  });

  test("are in no input of any resource that is not marked secret", () => {
    const text = JSON.stringify(run.resources);
    expect(text).toContain("[secret]");
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain(MADE_UP);
  });

  test("stay secret in what the provider hands back", () => {
    const handed = run.resources.filter(({ inputs }) =>
      JSON.stringify(inputs["envs"] ?? "").includes("[secret]"),
    );
    expect(handed.length).toBeGreaterThan(6);
    for (const { name, secretOutputs } of handed) expect(secretOutputs, name).toContain("envs");
  });

  test("are in no output", () => {
    const text = JSON.stringify(run.exports);
    expect(text).toContain("4318");
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain(MADE_UP);
  });

  test("are in no rendered file, which asks for each by its name", () => {
    const files = artefactsFor(planOf(settings));
    for (const [file, text] of Object.entries(files)) expect(text, file).not.toContain(CANARY);
    for (const name of Object.keys(given.secrets))
      if (name !== "ingest-ca")
        expect(files["secrets.example.env"]).toContain(
          `SECRET_${name.toUpperCase().replaceAll("-", "_")}=`,
        );
  });
});

test("what is searched for names every secret of the stack", () => {
  expect(Object.keys(given.secrets).sort()).toEqual([
    "grafana-admin-password",
    "grafana-secret-key",
    "ingest-ca",
    "ingest-certificate",
    "ingest-key",
    "ingest-token-1",
    "langfuse-clickhouse-password",
    "langfuse-encryption-key",
    "langfuse-nextauth-secret",
    "langfuse-postgres-password",
    "langfuse-public-key",
    "langfuse-s3-access-key",
    "langfuse-s3-secret-key",
    "langfuse-salt",
    "langfuse-secret-key",
    "langfuse-user-password",
    "langfuse-valkey-password",
    "team-webhook",
  ]);
});
