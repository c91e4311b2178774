import { bound, type GeneratedSecret, hex, password } from "../secrets/plan.ts";

/** Names of what Langfuse and its stores need, beside the project's keys. */
export const SECRETS = {
  userPassword: "langfuse-user-password",
  salt: "langfuse-salt",
  encryptionKey: "langfuse-encryption-key",
  session: "langfuse-nextauth-secret",
  postgres: "langfuse-postgres-password",
  clickhouse: "langfuse-clickhouse-password",
  valkey: "langfuse-valkey-password",
  s3AccessKey: "langfuse-s3-access-key",
  s3SecretKey: "langfuse-s3-secret-key",
} as const;

/** Those of the project's keys, unless the destination says others. */
export const KEYS = { publicKey: "langfuse-public-key", secretKey: "langfuse-secret-key" } as const;

/** 256 bits: https://github.com/langfuse/langfuse/blob/v4.16.0/web/src/env.mjs */
const ENCRYPTION_KEY_BYTES = 32;
/** As long as those of Amazon's own S3. */
const ACCESS_KEY_CHARACTERS = 20;
const SECRET_KEY_CHARACTERS = 40;

/** What the web asks the kit to make. A password becomes part of an address that nobody encodes. */
export const webSecrets = (keys: {
  readonly publicKeySecret: string;
  readonly secretKeySecret: string;
}): readonly GeneratedSecret[] => [
  bound({ ...password(keys.publicKeySecret), prefix: "pk-lf-" }),
  bound({ ...password(keys.secretKeySecret), prefix: "sk-lf-" }),
  bound(password(SECRETS.userPassword)),
  bound(password(SECRETS.salt)),
  bound(hex(SECRETS.encryptionKey, ENCRYPTION_KEY_BYTES)),
  password(SECRETS.session),
];

export const postgresSecrets = [bound(password(SECRETS.postgres))] as const;
export const clickHouseSecrets = [password(SECRETS.clickhouse)] as const;
export const valkeySecrets = [password(SECRETS.valkey)] as const;
export const s3Secrets = [
  password(SECRETS.s3AccessKey, ACCESS_KEY_CHARACTERS),
  password(SECRETS.s3SecretKey, SECRET_KEY_CHARACTERS),
] as const;

/** What must never be renewed on its own, and what would break. */
export const KEPT: Readonly<Record<string, string>> = {
  [SECRETS.salt]: "it is part of every API key's hash: no key is valid any more",
  [SECRETS.encryptionKey]: "what it has encrypted, such as keys of models, can't be read again",
  [SECRETS.postgres]:
    "PostgreSQL takes it when it first starts: change the user's password as well",
  [SECRETS.userPassword]: "the first user is made once: a new value is ignored",
  [KEYS.publicKey]:
    "a public key that is known is ignored: renew it with the secret key, or neither",
  [KEYS.secretKey]: "a new one under the same public key is ignored: renew both, or neither",
};
