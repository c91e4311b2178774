import { beforeAll, describe, expect, test } from "vitest";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { planOf } from "../support/kubernetes-stacks.ts";
import { deploy } from "../support/kubernetes-program.ts";
import { formsOfCompose, secretsOfCompose } from "../support/compose-forms.ts";
import type { Forms } from "../support/forms.ts";
import { formsOfResources, secretsOfResources } from "../support/resource-forms.ts";
import type { Run } from "../support/pulumi-mocks.ts";

const PRESET = "docker";
const WEBHOOK = { severities: ["critical"], webhook: { urlSecret: "team-webhook" } };
const ALTERNATIVES: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["as the preset has them", {}],
  ["with Tempo", { destinations: [{ type: "tempo" }, { type: "victoriametrics" }] }],
  [
    "with Langfuse and its four stores",
    {
      destinations: [{ type: "jaeger" }, { type: "victoriametrics" }, { type: "langfuse" }],
    },
  ],
  ["without Grafana", { grafana: { run: false } }],
  ["in two tiers", { collector: { samplers: 2 } }],
  ["over TLS with a token", { ingest: { tls: {}, auth: { bearer: {} } } }],
  [
    "elsewhere, open to a network, from a mirror",
    {
      docker: {
        host: "ssh://ops@docker.example",
        sshOptions: ["-i", "/keys/docker"],
        project: "team-a",
        registry: "registry.example/mirror",
        agents: { address: "10.0.0.5" },
        operators: { address: "10.0.0.5", withoutLogin: "behind the company's VPN" },
      },
      ingest: { tls: {}, auth: { bearer: {} } },
      ports: { jaeger: { ui: 17000 } },
      alerts: { routes: [WEBHOOK] },
      secrets: { "team-webhook": "https://hooks.example/1" },
    },
  ],
];

describe.for(ALTERNATIVES)("the compose file and the resources %s", ([, settings]) => {
  let [run, files]: [Run?, Readonly<Record<string, string>>?] = [];
  let [resources, compose]: [Forms?, Forms?] = [];
  beforeAll(async () => {
    run = await deploy(PRESET, settings);
    files = artefactsFor(planOf({ preset: PRESET, ...settings }));
    resources = formsOfResources(run);
    compose = formsOfCompose(files);
  });

  test("run the same containers, equal in every field and file", () => {
    expect(Object.keys(compose?.containers ?? {}).length).toBeGreaterThan(8);
    expect(compose?.containers).toEqual(resources?.containers);
  });

  test("make the same networks and volumes", () => {
    expect(Object.keys(compose?.volumes ?? {}).length).toBeGreaterThan(5);
    expect(compose?.networks).toEqual(resources?.networks);
    expect(compose?.volumes).toEqual(resources?.volumes);
  });

  test("hand each container the same secrets, and ask for each by its name", () => {
    const asked = secretsOfCompose(files ?? {});
    const counted = Object.entries(asked).map(([name, all]) => [name, all.length]);
    expect(Object.fromEntries(counted)).toEqual(secretsOfResources(run ?? { resources: [] }));
    const example = files?.["secrets.example.env"] ?? "";
    for (const text of Object.values(asked).flat()) {
      const variable = /^\$\{(\w+):/.exec(text)?.[1];
      expect(example).toContain(`\n${variable}=\n`);
    }
  });
});

test("a difference would be seen", async () => {
  const run = await deploy(PRESET, {});
  const files = artefactsFor(planOf({ preset: PRESET }));
  const file = "config/collector/collector.yaml";
  const changed = { ...files, [file]: `${files[file] ?? ""}# another\n` };
  expect(formsOfCompose(changed).containers).not.toEqual(formsOfResources(run).containers);
  const text = (files["compose.yaml"] ?? "").replace(
    "stop_grace_period: 30s",
    "stop_grace_period: 31s",
  );
  const longer = formsOfCompose({ ...files, "compose.yaml": text });
  expect(longer.containers).not.toEqual(formsOfResources(run).containers);
});
