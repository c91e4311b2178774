/** What the kit makes by itself, as plain values: the secrets' own values exist only as resources. */
export interface SecretsPlan {
  /** Those that the operator did not set: a secret of the same name in the settings wins. */
  readonly generated: readonly GeneratedSecret[];
}

/** A random secret. Its name is its identity: another name is another value. */
export type GeneratedSecret = {
  /** Other settings and workloads refer to it by this name. */
  readonly name: string;
  /** Stands before what is random, such as `sk-lf-`. */
  readonly prefix?: string;
} /** Letters and digits: good in every URL, header, connection string and shell. */ & (
  | { readonly kind: "password"; readonly characters: number }
  /** Two lower-case hexadecimal digits a byte. */
  | { readonly kind: "hex"; readonly bytes: number }
  | { readonly kind: "base64"; readonly bytes: number }
);

/** 32 letters and digits are 190 bits. */
export const password = (name: string, characters = 32): GeneratedSecret => ({
  name,
  kind: "password",
  characters,
});
export const hex = (name: string, bytes = 32): GeneratedSecret => ({ name, kind: "hex", bytes });
export const base64 = (name: string, bytes = 32): GeneratedSecret => ({
  name,
  kind: "base64",
  bytes,
});
