import type { SecretLine, SecretUse } from "./workload.ts";

/** A file of several secrets, one a line. One that was read from a file ends with a line of its own. */
export function linesText(
  lines: readonly SecretLine[],
  values: Readonly<Record<string, string>>,
): string {
  return lines
    .map(({ before = "", secret }) => `${before}${values[secret]?.trim() ?? ""}\n`)
    .join("");
}

/** Every secret that these uses name, each once. */
export function secretsIn(uses: readonly SecretUse[]): string[] {
  const names = uses.flatMap((use) =>
    "lines" in use ? use.lines.map(({ secret }) => secret) : [use.secret],
  );
  return [...new Set(names)];
}
