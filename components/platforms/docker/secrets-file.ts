import { secretsIn } from "../../secret-texts.ts";
import type { AuthorityPlan, GeneratedSecret, SecretsPlan } from "../../secrets/plan.ts";
import { COMPOSE } from "./compose.ts";
import { secretVariable } from "./names.ts";
import type { DockerObjects } from "./objects.ts";

/** An env file that names every secret of the compose file, says how to make it, and holds none. */
export function secretsFile({ workloads }: DockerObjects, secrets: SecretsPlan): string {
  const names = secretsIn(workloads.flatMap(({ workload }) => workload.secrets)).sort();
  const entries = names.map((name) => `\n# ${howTo(name, secrets)}\n${secretVariable(name)}=\n`);
  return `# Copy this to ${COMPOSE.secrets}, for its owner only (chmod 600), and fill it in. Whatever is
# no letter and no digit stands in single quotes; a PEM may go over several lines in them.
# https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax
${entries.join("")}`;
}

function howTo(name: string, { generated, authorities }: SecretsPlan): string {
  const secret = generated.find((one) => one.name === name);
  if (secret) return `${commandFor(secret)}${secret.bound ? KEEP : ""}`;
  for (const authority of authorities) {
    const text = certificateText(name, authority);
    if (text !== undefined) return text;
  }
  return `The secret "${name}" of the settings.`;
}

const KEEP = "  (keep it: data is made with it)";

function commandFor(secret: GeneratedSecret): string {
  const { prefix = "" } = secret;
  const random = {
    password: () =>
      secret.kind === "password"
        ? `LC_ALL=C tr -dc A-Za-z0-9 </dev/urandom | head -c ${secret.characters}`
        : "",
    hex: () => (secret.kind === "hex" ? `openssl rand -hex ${secret.bytes}` : ""),
    base64: () => (secret.kind === "base64" ? `openssl rand -base64 ${secret.bytes}` : ""),
  }[secret.kind]();
  return prefix ? `${prefix} and what this gives: ${random}` : random;
}

function certificateText(name: string, authority: AuthorityPlan): string | undefined {
  if (name === authority.caSecret) return "PEM: the certificates of the authority to trust.";
  for (const { certificateSecret, keySecret, hosts } of authority.certificates) {
    if (name === keySecret) return `PEM: the key of ${secretVariable(certificateSecret)}.`;
    if (name === certificateSecret)
      return `PEM: a certificate good for ${hosts.join(", ")}, with what leads to ${secretVariable(authority.caSecret)} behind it.`;
  }
  return undefined;
}
