/**
 * A secret in the collector's configuration. The file holds a reference, never the value: a variable
 * that the collector fills in, or the path of a file that it reads and watches.
 */
export class SecretReference {
  readonly secret: string;
  readonly as: { readonly environment: string } | { readonly file: string; readonly path: string };

  constructor(secret: string, as: SecretReference["as"]) {
    this.secret = secret;
    this.as = as;
  }
}

/**
 * By variable. The collector turns `$$` in its value into `$` and fills in `${…}`: a secret with
 * those needs the other way. https://opentelemetry.io/docs/collector/configuration/#environment-variables
 */
export function secretVariable(secret: string): SecretReference {
  const environment = `AGENTOBS_SECRET_${secret.toUpperCase().replaceAll("-", "_")}`;
  return new SecretReference(secret, { environment });
}

/** By file: any value, and a new one is used without a restart. */
export function secretFile(secret: string, pathOf: (file: string) => string): SecretReference {
  return new SecretReference(secret, { file: secret, path: pathOf(secret) });
}
