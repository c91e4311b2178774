import type { SecretLine, SecretUse } from "../workload.ts";

/**
 * A secret in the collector's configuration. The file holds a reference, never the value: a variable
 * that the collector fills in, or the path of a file that it reads.
 */
export class SecretReference {
  /** How the secret is handed over. */
  readonly use: SecretUse;
  /** What stands in its place. */
  readonly text: string;

  constructor(use: SecretUse, text: string) {
    this.use = use;
    this.text = text;
  }
}

type PathOf = (file: string) => string;

/**
 * By variable. The collector turns `$$` in its value into `$` and fills in `${…}`: a secret with
 * those needs the other way. https://opentelemetry.io/docs/collector/configuration/#environment-variables
 */
export function secretVariable(secret: string): SecretReference {
  const environment = `AGENTOBS_SECRET_${secret.toUpperCase().replaceAll("-", "_")}`;
  return new SecretReference({ secret, environment }, `\${env:${environment}}`);
}

/** By file: any value, and a new one is used without a restart. */
export function secretFile(secret: string, pathOf: PathOf): SecretReference {
  return new SecretReference({ secret, file: secret }, pathOf(secret));
}

/** By a file that several secrets make up. */
export function secretLines(
  file: string,
  lines: readonly SecretLine[],
  pathOf: PathOf,
): SecretReference {
  return new SecretReference({ lines, file }, pathOf(file));
}
