import { secretsIn } from "../../secret-texts.ts";
import type { Workload } from "../../workload.ts";
import type { ExternalSecret } from "./api.ts";
import { metadataOf } from "./labels.ts";
import { secretsName } from "./names.ts";
import type { KubernetesPlan, SecretStore } from "./plan.ts";
import { keyOf } from "./secret-mounts.ts";
import { ownSecrets } from "./secrets.ts";

type Labelled = ReturnType<typeof metadataOf>;

/** Has the operator write a workload's Secret from the store; undefined where it needs none. */
export function externalSecretOf(
  workload: Pick<Workload, "name" | "secrets">,
  plan: KubernetesPlan,
): ExternalSecret | undefined {
  const uses = ownSecrets(workload, plan);
  if (!plan.store || uses.length === 0) return undefined;
  const texts = uses.map((use): [key: string, text: string] => {
    if (!("lines" in use)) return [keyOf(use), valueOf(use.secret)];
    const lines = use.lines.map(
      ({ before = "", secret }) => `${literal(before)}${valueOf(secret, "trim")}\n`,
    );
    return [use.file, lines.join("")];
  });
  const metadata = metadataOf(secretsName(workload.name), plan, workload.name);
  return externalSecret(metadata, plan.store, secretsIn(uses), Object.fromEntries(texts));
}

/**
 * An object that has a Secret of its own name written.
 * https://external-secrets.io/latest/api/externalsecret/
 *
 * @param secrets that the texts name
 * @param texts templates by key
 */
export function externalSecret(
  metadata: Labelled,
  { store, refreshMinutes, prefix = "", entry }: SecretStore,
  secrets: readonly string[],
  texts: Readonly<Record<string, string>>,
): ExternalSecret {
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata,
    spec: {
      secretStoreRef: { ...store },
      refreshInterval: `${refreshMinutes}m`,
      target: {
        name: metadata.name,
        creationPolicy: "Owner",
        // Only the keys of the template: what it is made of is not handed over beside it.
        template: { engineVersion: "v2", mergePolicy: "Replace", data: texts },
      },
      data: secrets.map((secret) => ({
        secretKey: variableOf(secret),
        remoteRef: entry ? { key: entry, property: secret } : { key: `${prefix}${secret}` },
      })),
    },
  };
}

/**
 * Stands for a secret's value in a template.
 * https://external-secrets.io/latest/guides/templating/
 *
 * @param functions that it passes through
 */
export const valueOf = (secret: string, ...functions: string[]): string =>
  `{{ ${[`.${variableOf(secret)}`, ...functions].join(" | ")} }}`;

/** A name that a template takes: without dashes. */
const variableOf = (secret: string): string => secret.replaceAll("-", "_");

/** A text in which no template can begin. */
const literal = (text: string): string => text.replaceAll("{{", '{{ "{{" }}');
