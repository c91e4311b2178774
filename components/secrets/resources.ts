import * as pulumi from "@pulumi/pulumi";
import { RandomBytes } from "@pulumi/random/randomBytes.js";
import { RandomPassword } from "@pulumi/random/randomPassword.js";
import { createAuthority } from "./certificate-resources.ts";
import type { GeneratedSecret, SecretsPlan } from "./plan.ts";

/** Value by name of these secrets, and of no other: what is not used changes nothing. */
export type SecretValues = (names: readonly string[]) => pulumi.Output<Record<string, string>>;

/**
 * Makes the secrets and certificates of the plan. To be imported lazily: the providers are plugins
 * that have to be there.
 *
 * @param own the operator's, by name; they win
 * @param protectData whether disks outlive a destroy: what they need then does so too
 * @param elsewhere values that were made elsewhere, by name
 */
export function createSecretValues(
  { generated, authorities }: SecretsPlan,
  own: pulumi.Input<Readonly<Record<string, string>>>,
  protectData: boolean,
  elsewhere: Readonly<Record<string, pulumi.Output<string>>> = {},
): SecretValues {
  const made = new Map<string, pulumi.Output<string>>(
    generated.map((secret) => [
      secret.name,
      pulumi.secret(createRandom(secret, { protect: protectData && secret.bound === true })),
    ]),
  );
  for (const authority of authorities)
    for (const [name, value] of Object.entries(createAuthority(authority)))
      made.set(name, pulumi.secret(value));
  for (const [name, value] of Object.entries(elsewhere)) made.set(name, pulumi.secret(value));
  return (names) => {
    const used = Object.fromEntries(
      names.flatMap((name) => {
        const value = made.get(name);
        return value ? [[name, value] as const] : [];
      }),
    );
    const wanted = new Set(names);
    return pulumi
      .all([pulumi.secret(own), pulumi.all(used)])
      .apply(([own, used]) =>
        Object.fromEntries(
          Object.entries({ ...used, ...own }).filter(([name]) => wanted.has(name)),
        ),
      );
  };
}

/** https://www.pulumi.com/registry/packages/random/ */
function createRandom(
  secret: GeneratedSecret,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { name, prefix = "" } = secret;
  const before = (value: pulumi.Output<string>) => value.apply((text) => `${prefix}${text}`);
  switch (secret.kind) {
    case "password": {
      const { characters: length } = secret;
      return before(new RandomPassword(name, { length, special: false }, options).result);
    }
    case "hex":
      return before(new RandomBytes(name, { length: secret.bytes }, options).hex);
    case "base64":
      return before(new RandomBytes(name, { length: secret.bytes }, options).base64);
  }
}
