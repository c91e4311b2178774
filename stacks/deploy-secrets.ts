import * as pulumi from "../components/platforms/pulumi.ts";
import type { Plan } from "./plan.ts";

/** The one place where secret values are read; they stay Pulumi secrets. */
export async function secretValues(plan: Plan) {
  const { RandomBytes } = await import("@pulumi/random/randomBytes.js");
  const salt = new RandomBytes("secrets-salt", { length: 32 });
  const own = new pulumi.Config("agentobs").getSecretObject<Record<string, string>>("secrets");
  const { createSecretValues } = await import("../components/secrets/resources.ts");
  return {
    valuesOf: createSecretValues(plan.secrets, own ?? {}, plan.protectData),
    salt: salt.base64,
  };
}
