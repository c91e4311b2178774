import * as pulumi from "../components/platforms/pulumi.ts";
import type { Managed } from "./deploy-managed.ts";
import type { Plan } from "./plan.ts";

type Values = Readonly<Record<string, string>>;

/** The operator's secrets by name. The one place where they are read; they stay Pulumi secrets. */
export const operatorSecrets = (): pulumi.Input<Values> =>
  new pulumi.Config("agentobs").getSecretObject<Values>("secrets") ?? {};

/** The operator's, what the kit makes at random, and what is known once something is made elsewhere. */
export async function secretValues(
  plan: Plan,
  own: pulumi.Input<Values>,
  managed: Managed["secrets"],
) {
  const { RandomBytes } = await import("@pulumi/random/randomBytes.js");
  const salt = new RandomBytes("secrets-salt", { length: 32 });
  const { createSecretValues } = await import("../components/secrets/resources.ts");
  return {
    valuesOf: createSecretValues(plan.secrets, own, plan.protectData, managed),
    salt: salt.base64,
  };
}
