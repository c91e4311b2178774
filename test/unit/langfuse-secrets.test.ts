import { describe, expect, test } from "vitest";
import { KEPT, SECRETS } from "../../components/langfuse/secrets.ts";
import type { Workload } from "../../components/workload.ts";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { ELSEWHERE, ELSEWHERE_SECRETS, langfuseStack } from "../support/langfuse.ts";

const namesOf = ({ secrets }: Workload): string[] =>
  secrets.flatMap((use) => ("lines" in use ? use.lines.map(({ secret }) => secret) : [use.secret]));
const ownWorkloads = (own: Record<string, unknown> = {}): Workload[] =>
  workloadsOf(langfuseStack(own)).filter(({ name }) => name.startsWith("langfuse-"));

describe("secrets of Langfuse", () => {
  test("all that a workload is handed are made by the kit", () => {
    const made = langfuseStack().secrets.generated.map(({ name }) => name);
    const handed = new Set(ownWorkloads().flatMap(namesOf));
    expect([...handed].filter((name) => !made.includes(name))).toEqual([]);
    expect(made.filter((name) => name.startsWith("langfuse-") && !handed.has(name))).toEqual([]);
  });

  test("are letters and digits, but for the encryption key of 64 hexadecimal digits", () => {
    const { generated } = langfuseStack().secrets;
    const kinds = Object.fromEntries(generated.map((secret) => [secret.name, secret]));
    expect(kinds[SECRETS.encryptionKey]).toMatchObject({ kind: "hex", bytes: 32 });
    for (const name of [SECRETS.clickhouse, SECRETS.postgres, SECRETS.valkey, SECRETS.salt])
      expect(kinds[name], name).toMatchObject({ kind: "password", characters: 32 });
  });

  test("keys of a project begin as Langfuse's own do", () => {
    const prefixes = Object.fromEntries(
      langfuseStack().secrets.generated.map(({ name, prefix }) => [name, prefix]),
    );
    expect(prefixes).toMatchObject({
      "langfuse-public-key": "pk-lf-",
      "langfuse-secret-key": "sk-lf-",
    });
  });

  test("one that the operator sets is not made", () => {
    const plan = langfuseStack({ secrets: { "langfuse-salt": "S4LT-V4LUE" } });
    expect(plan.secrets.generated.map(({ name }) => name)).not.toContain("langfuse-salt");
    expect(JSON.stringify(artefactsFor(plan))).not.toContain("S4LT-V4LUE");
  });

  test("those of a store elsewhere are the operator's, and the store's own are not made", () => {
    const plan = langfuseStack({ langfuse: ELSEWHERE, secrets: ELSEWHERE_SECRETS });
    const made = plan.secrets.generated.map(({ name }) => name);
    for (const name of [SECRETS.postgres, SECRETS.clickhouse, SECRETS.valkey, SECRETS.s3SecretKey])
      expect(made).not.toContain(name);
  });

  test("stand as values in no artefact, no argument and no command", () => {
    const plan = langfuseStack({ langfuse: ELSEWHERE, secrets: ELSEWHERE_SECRETS });
    const text = JSON.stringify([artefactsFor(plan), workloadsOf(plan), plan]);
    for (const value of Object.values(ELSEWHERE_SECRETS)) expect(text).not.toContain(value);
  });

  test("a health check asks Valkey with its password, which is in no list of processes", () => {
    const valkey = ownWorkloads().find(({ name }) => name === "langfuse-valkey");
    expect(valkey?.health).toMatchObject({
      command: ["/bin/sh", "-c", "valkey-cli -p 6379 ping | grep -q PONG"],
    });
    expect(valkey?.secrets).toContainEqual({
      environment: "REDISCLI_AUTH",
      secret: SECRETS.valkey,
    });
  });

  test("what must outlive every rotation says what it would break", () => {
    expect(Object.keys(KEPT)).toEqual(
      expect.arrayContaining([SECRETS.salt, SECRETS.encryptionKey, SECRETS.postgres]),
    );
  });
});
