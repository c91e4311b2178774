import { linesText, secretsIn } from "../../secret-texts.ts";
import type { SecretUse, Workload } from "../../workload.ts";
import { secretsWithoutValue } from "../secret-problems.ts";
import type { KubernetesPlan } from "./plan.ts";
import { keyOf } from "./secret-mounts.ts";

/** What a workload is handed of its own Secret: the rest comes from Secrets that others write. */
export function ownSecrets(
  { secrets }: Pick<Workload, "secrets">,
  { secretSources }: Pick<KubernetesPlan, "secretSources">,
): SecretUse[] {
  return secrets.filter((use) => "lines" in use || !(use.secret in secretSources));
}

/** The secrets whose values `secretData` needs. */
export function secretNames(
  workload: Pick<Workload, "secrets">,
  plan: Pick<KubernetesPlan, "secretSources">,
): string[] {
  return secretsIn(ownSecrets(workload, plan));
}

/**
 * The data of a workload's Secret, `secretsName(workload.name)`: by name of the variable or the file.
 * Empty when it needs none.
 *
 * @param values by name of the secret
 * @throws ProblemError that names every secret without a value
 */
export function secretData(
  workload: Pick<Workload, "name" | "secrets">,
  values: Readonly<Record<string, string>>,
  plan: Pick<KubernetesPlan, "secretSources">,
): Record<string, string> {
  const uses = ownSecrets(workload, plan);
  secretsWithoutValue(workload.name, secretsIn(uses), values);
  return Object.fromEntries(
    uses.map((use) => {
      const text = "lines" in use ? linesText(use.lines, values) : (values[use.secret] ?? "");
      return [keyOf(use), text];
    }),
  );
}
