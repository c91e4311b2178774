import { z } from "zod";
import { positive, shown } from "./settings-types.ts";

const text = (example: string, description: string) =>
  z
    .string({ error: `a text such as ${example}` })
    .min(1, { error: `a text such as ${example}` })
    .meta(shown(example, description));

/** `agentobs:rotate`: generations of what the kit makes. Old and new are both good until the next. */
export const RotateSettings = z.strictObject({
  ingestToken: positive(
    2,
    "Generation of the token that agents send: one more makes a new one, and the one before stays good.",
  ).default(1),
  certificates: positive(
    2,
    "Generation of the kit's own authorities and certificates: one more makes new ones, and who trusts the one before trusts them too.",
  ).default(1),
});

/**
 * `agentobs:kubernetes.externalSecrets`: every Secret is written by the External Secrets Operator.
 * https://external-secrets.io/latest/api/externalsecret/
 */
export const ExternalSecretsSettings = z
  .strictObject({
    store: z
      .strictObject({
        name: text("vault", "Name of the store, which is there already."),
        kind: z
          .enum(["SecretStore", "ClusterSecretStore"])
          .meta(shown("ClusterSecretStore", "Agents' namespaces need one of the cluster."))
          .default("ClusterSecretStore"),
      })
      .meta({ description: "Where the values are." }),
    refreshMinutes: positive(60, "How often the store is asked.").default(60),
    prefix: text(
      "agentobs/prod/",
      "Stands before each secret's name in the store. Default: nothing.",
    ).optional(),
    entry: text(
      "agentobs/prod",
      "One entry of the store that holds all secrets as properties. Default: an entry each.",
    ).optional(),
  })
  .meta(
    shown(
      { store: { name: "vault" } },
      "Every secret comes from a store, by its name; the kit makes and holds none.",
    ),
  );
