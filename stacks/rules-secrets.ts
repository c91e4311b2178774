import type { Problem } from "../components/core/errors.ts";
import type { Report } from "./keys.ts";
import { hasSecret } from "./secrets-plan.ts";
import type { Settings } from "./settings.ts";

/**
 * The problem with a secret that a setting names, when nobody sets or makes one of that name.
 *
 * @param form what its value is: the text of a file, or a word
 */
export function unknownSecret(
  settings: Settings,
  problem: Report,
  path: PropertyKey[],
  secret: string,
  form: "pem" | "value" = "value",
): Problem[] {
  if (hasSecret(settings, secret)) return [];
  const value = form === "pem" ? `< ${secret}.pem` : "<value>";
  const fix = `pulumi config set --secret --path 'agentobs:secrets.${secret}' ${value}`;
  return [problem(path, `there is no secret "${secret}"`, fix)];
}
