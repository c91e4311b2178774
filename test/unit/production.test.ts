import { describe, expect, test } from "vitest";
import { problemText } from "../../components/core/errors.ts";
import type { WorkloadName } from "../../components/core/names.ts";
import { footprintsOf } from "../../stacks/footprint.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { KUBERNETES_PRESETS } from "../../stacks/presets/index.ts";
import type { PresetName } from "../../stacks/presets/names.ts";
import { RISKS, SINGLE_REPLICAS, singleReplica } from "../../stacks/risks.ts";
import { problemsOf } from "../support/refused.ts";

const SECRETS = { certificate: "", key: "", token: "" };
const WHY = "reviewed by the platform team in November";
const SINGLES = Object.fromEntries(
  (Object.keys(SINGLE_REPLICAS) as (keyof typeof SINGLE_REPLICAS)[]).map((workload) => [
    singleReplica(workload),
    WHY,
  ]),
);
const GOOD = {
  environment: "production",
  secrets: SECRETS,
  agents: [{ name: "planner" }],
  langfuse: { url: "https://langfuse.example" },
  ingest: {
    tls: { certificateSecret: "certificate", keySecret: "key" },
    auth: { bearer: { tokenSecrets: ["token"] } },
  },
  acknowledge: SINGLES,
};

/** What a preset's own parts ask of production besides. */
const OWN: Partial<Record<PresetName, object>> = {
  "kubernetes-langfuse": { langfuse: { url: "https://langfuse.example" } },
};

const parse = (preset: string, own: Record<string, unknown>) =>
  parseSettings({ preset, ...own }, "Pulumi.prod.yaml");

/** What is refused of a good stack with one thing changed. */
const refused = (own: Record<string, unknown>): string[] =>
  problemsOf(() => parse("kubernetes-jaeger", { ...GOOD, ...own })).map(problemText);
const at = (key: string) => `Pulumi.prod.yaml: agentobs:${key}`;

describe.for(KUBERNETES_PRESETS)("preset %s in production", (preset) => {
  test("is accepted with TLS, tokens, agents, and a reason for each part that runs once", () => {
    const plan = planFor(parse(preset, { ...GOOD, ...OWN[preset] }));
    expect(plan.replicas.alertmanager).toBe(2);
    expect(plan.replicas.collector).toBeGreaterThan(1);
  });

  test("has a name for the risk of every part that keeps data and runs once", () => {
    const settings = parse(preset, {});
    const { replicas } = planFor(settings);
    const single = Object.entries(footprintsOf(settings)).flatMap(([workload, { diskGiB }]) =>
      diskGiB !== undefined && replicas[workload as WorkloadName] === 1 ? [workload] : [],
    );
    expect(single.length).toBeGreaterThan(0);
    expect(single.filter((workload) => !(workload in SINGLE_REPLICAS))).toEqual([]);
  });
});

describe("production refuses", () => {
  test("agents that send in plain text, unless something else encrypts", () => {
    // The presets of a cluster have both: one for a single machine doesn't.
    const open = { preset: "local", platform: "kubernetes", ingest: {} };
    expect(refused(open)).toEqual([
      `${at("ingest.tls")}: in production agents send over TLS only\n` +
        '  Fix: agentobs:ingest: { tls: { certificateSecret: ingest-certificate, keySecret: ingest-key, caSecret: ingest-ca, minimumVersion: "1.3" } }\n' +
        '  Or:  agentobs:acknowledge: { ingest-without-tls: "<why>" }',
      `${at("ingest.auth")}: in production only known agents may send\n` +
        "  Fix: agentobs:ingest: { auth: { bearer: { tokenSecrets: [ingest-token] } } }\n" +
        '  Or:  agentobs:acknowledge: { ingest-without-auth: "<why>" }',
    ]);
    const acknowledge = { ...SINGLES, "ingest-without-tls": "a service mesh encrypts all of it" };
    expect(refused({ ...open, acknowledge })).toEqual([
      expect.stringContaining("in production only known agents may send"),
    ]);
  });

  test("agents that nobody declared", () => {
    expect(refused({ agents: [] })).toEqual([
      `${at("agents")}: production declares its agents: of others nobody knows when they are missing\n` +
        "  Fix: agentobs:agents: [{ name: research-agent }]",
    ]);
  });

  test("prompts that are stored without a reason", () => {
    expect(refused({ content: { capture: true } }).join()).toContain(
      `${at("content.reason")}: prompts and answers may only be stored for a written reason`,
    );
  });

  test("a destination in plain text", () => {
    const otlp = { type: "otlp", endpoint: "http://archive.example:4318" };
    const destinations = [{ type: "jaeger" }, { type: "victoriametrics" }, otlp];
    expect(refused({ destinations })).toEqual([
      `${at("destinations.2.endpoint")}: spans and credentials travel to a destination in plain text (http://archive.example:4318)\n` +
        '  Fix: agentobs:destinations: [{ type: otlp, endpoint: "https://archive.example:4318" }]\n' +
        '  Or:  agentobs:acknowledge: { destination-without-tls: "<why>" }',
    ]);
    const acknowledge = { ...SINGLES, "destination-without-tls": "it is a sidecar of the pod" };
    expect(refused({ destinations, acknowledge })).toEqual([]);
  });

  test("data that a destroy removes", () => {
    expect(refused({ protectData: false })).toEqual([
      `${at("protectData")}: \`pulumi destroy\` removes the data\n` +
        "  Fix: agentobs:protectData: true\n" +
        '  Or:  agentobs:acknowledge: { unprotected-data: "<why>" }',
    ]);
  });

  test("a part that keeps data and runs once, each by its name", () => {
    const others = { ...SINGLES, "single-replica-jaeger": undefined };
    expect(refused({ acknowledge: others })).toEqual([
      `${at("acknowledge.single-replica-jaeger")}: jaeger runs once: while it restarts no trace can be found, and with its disk all traces are lost\n` +
        '  Fix: agentobs:jaeger: { storage: { clickhouse: { addresses: ["clickhouse.example:9440"], user: jaeger, passwordSecret: jaeger-storage-password } } }\n' +
        '  Or:  agentobs:acknowledge: { single-replica-jaeger: "<why>" }',
    ]);
  });

  test("a single gateway, with the line that gives it a second", () => {
    const others = { ...SINGLES, "single-replica-collector": undefined };
    const own = { collector: { gateways: 1, samplers: 2 }, acknowledge: others };
    expect(refused(own).join()).toContain("Fix: agentobs:collector: { gateways: 2 }");
  });

  test("the line to paste as long as nobody has written why", () => {
    const acknowledge = { ...SINGLES, "single-replica-jaeger": "<why>" };
    expect(refused({ acknowledge })).toEqual([
      `${at("acknowledge.single-replica-jaeger")}: is "<why>", but must be a sentence that says why this is accepted\n` +
        '  Fix: agentobs:acknowledge: { single-replica-jaeger: "a service mesh encrypts all of it" }',
    ]);
  });

  test("a risk that there is not, and names the nearest", () => {
    const acknowledge = { ...SINGLES, "single-replica-jeager": WHY };
    expect(refused({ acknowledge }).join()).toContain(
      'there is no such key; the nearest is "single-replica-jaeger"',
    );
  });
});

test("staging runs without any of it", () => {
  expect(() => parse("kubernetes-jaeger", { environment: "staging" })).not.toThrow();
});

test("every risk says in a sentence what it means", () => {
  for (const what of Object.values(RISKS)) expect(what).toMatch(/\w+ \w+/);
});
