import { throwAll } from "../core/errors.ts";

/**
 * An empty secret counts as missing: as a password it would let everybody in.
 *
 * @throws ProblemError that names every secret without a value
 */
export function secretsWithoutValue(
  workload: string,
  names: readonly string[],
  values: Readonly<Record<string, string>>,
): void {
  const missing = names.filter((name) => !values[name]?.trim());
  throwAll(
    missing.map((name) => ({
      where: `secret "${name}"`,
      what: `${workload} needs it, and it has no value`,
      fix: `pulumi config set --secret --path 'agentobs:secrets.${name}' <value>`,
    })),
  );
}
