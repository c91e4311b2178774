import type { SecretUse, Workload } from "../../workload.ts";

/**
 * What a workload's Secret holds: a variable's value by its name, a file's text by its name.
 *
 * @param values by name of the secret
 */
export function secretData(
  { secrets }: Pick<Workload, "secrets">,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(secrets.map((use) => [keyOf(use), textOf(use, values)]));
}

const keyOf = (use: SecretUse): string => ("environment" in use ? use.environment : use.file);

function textOf(use: SecretUse, values: Readonly<Record<string, string>>): string {
  if (!("lines" in use)) return values[use.secret] ?? "";
  // A secret that was read from a file ends with a line of its own.
  const lines = use.lines.map(
    ({ before = "", secret }) => `${before}${values[secret]?.trim() ?? ""}\n`,
  );
  return lines.join("");
}
