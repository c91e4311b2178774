/** What the kit makes by itself, as plain values: the secrets' own values exist only as resources. */
export interface SecretsPlan {
  /** Those that the operator did not set: a secret of the same name in the settings wins. */
  readonly generated: readonly GeneratedSecret[];
  readonly authorities: readonly AuthorityPlan[];
}

/** A random secret. Its name is its identity: another name is another value. */
export type GeneratedSecret = {
  /** Other settings and workloads refer to it by this name. */
  readonly name: string;
  /** Stands before what is random, such as `sk-lf-`. */
  readonly prefix?: string;
  /** Something on a disk was made with it: another value would not fit. It outlives what the disk does. */
  readonly bound?: boolean;
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

/** One that a disk is of no use without. */
export const bound = (secret: GeneratedSecret): GeneratedSecret => ({ ...secret, bound: true });

/**
 * A certificate authority of the stack's own. A new generation is trusted by who knows only the one
 * before, and the other way round: the bundle holds both, and what the new one signs comes with the
 * new one's certificate signed by the old one.
 */
export interface AuthorityPlan {
  /** The certificates to trust, newest first: this generation's, and the one's before from 2 on. */
  readonly caSecret: string;
  readonly subject: Subject;
  /** Counts from 1. */
  readonly generation: number;
  readonly validity: Validity;
  readonly certificates: readonly CertificatePlan[];
}

/** Its common name gets the generation behind it. */
export interface Subject {
  readonly commonName: string;
  readonly organization: string;
  readonly organizationalUnit: string;
}

export interface Validity {
  readonly hours: number;
  /** A run of the program within so many hours of the end renews it. */
  readonly renewBeforeHours: number;
}

export interface CertificatePlan {
  /** PEM, with what leads to the authority before behind it. */
  readonly certificateSecret: string;
  readonly keySecret: string;
  readonly commonName: string;
  /** Names and addresses. */
  readonly hosts: readonly string[];
  readonly uses: readonly ("client_auth" | "server_auth")[];
  readonly validity: Validity;
}
