import { z } from "zod";
import { secretName, shown, text } from "./settings-types.ts";

const host = (example: string) =>
  z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i, { error: "a host name, without scheme or port" })
    .meta(shown(example, "Host name."));
const port = (value: number, of: string) =>
  z
    .int({ error: "a TCP port from 1 to 65535" })
    .min(1)
    .max(65535, { error: "a TCP port from 1 to 65535" })
    .meta(shown(value, `Port ${of}.`))
    .default(value);
const tls = z
  .boolean({ error: "true or false" })
  .meta(shown(true, "Off only where nobody else can listen on the way."))
  .default(true);
const address = (example: string, description: string) =>
  z
    .url({ protocol: /^https?$/, error: `an address such as ${example}` })
    .refine((value) => !URL.canParse(value) || !/[@?#]/.test(value), {
      error: "an address without user, password, query or fragment: those can be secrets",
    })
    .meta(shown(example, description));
/** What stands unencoded in the address that Langfuse makes of it. */
const plainName = (example: string, description: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, { error: "letters, digits, dashes and underscores" })
    .meta(shown(example, description));

const Postgres = z.strictObject({
  host: host("postgres.example"),
  port: port(5432, "of PostgreSQL"),
  database: plainName("langfuse", "A database that is there already.").default("langfuse"),
  username: plainName("langfuse", "Its owner.").default("langfuse"),
  passwordSecret: secretName("langfuse-postgres-password", "its password: letters and digits"),
  tls,
});

const ClickHouse = z.strictObject({
  host: host("clickhouse.example"),
  httpPort: port(8443, "of its HTTP interface"),
  nativePort: port(9440, "of its native protocol"),
  database: plainName("default", "A database that is there already.").default("default"),
  username: plainName("langfuse", "A user who may make tables in it.").default("langfuse"),
  passwordSecret: secretName("langfuse-clickhouse-password", "its password: letters and digits"),
  clustered: z
    .boolean({ error: "true or false" })
    .meta(shown(true, "Whether tables are made on the cluster `default`, replicated."))
    .default(false),
  tls,
});

const Valkey = z.strictObject({
  host: host("valkey.example"),
  port: port(6379, "of Valkey, or of Redis 7 or newer; its policy must be noeviction"),
  username: text("langfuse", "User. Default: the default user.").optional(),
  passwordSecret: secretName("langfuse-valkey-password", "its password"),
  tls,
});

const S3 = z.strictObject({
  bucket: text("acme-langfuse", "A bucket that is there already."),
  region: text("eu-central-1", "Its region; any word where the store has none."),
  endpoint: address("https://s3.example", "Where it is. Default: Amazon's own.").optional(),
  forcePathStyle: z
    .boolean({ error: "true or false" })
    .meta(shown(true, "Whether the bucket is in the path, not in the host name."))
    .default(false),
  accessKeyIdSecret: secretName("langfuse-s3-access-key", "the access key's id"),
  secretAccessKeySecret: secretName("langfuse-s3-secret-key", "the access key"),
});

const named = (id: string, name: string, of: string) =>
  z
    .strictObject({
      id: plainName(id, `Id of ${of}; a new one makes another.`).default(id),
      name: text(name, `Name of ${of} when it is made.`).default(name),
    })
    .meta({ description: `The ${of.replace(/^the /, "")} that is made at the first start.` })
    .prefault({});

/** `agentobs:langfuse`: the Langfuse that the kit runs. */
export const LangfuseSettings = z.strictObject({
  url: address(
    "https://langfuse.example.com",
    "Where browsers reach it; sign-in works there only. The default suits Docker and the port that `kubectl port-forward` is told to open.",
  ).default("http://localhost:3001"),
  organization: named("agentobs", "agentobs", "the organisation"),
  project: named("agents", "Agents", "the project"),
  user: z
    .strictObject({
      email: z
        .email({ error: "an e-mail address" })
        .meta(shown("platform@example.com", "What the first user signs in with."))
        .default("admin@agentobs.local"),
      name: text("Platform team", "Name of the first user.").default("Administrator"),
    })
    .meta({ description: "Owner of the organisation. Nobody can sign up; others are invited." })
    .prefault({}),
  postgres: Postgres.meta(
    shown(
      { host: "postgres.example", passwordSecret: "langfuse-postgres-password" },
      "PostgreSQL 15 or newer elsewhere; without it the kit runs one.",
    ),
  ).optional(),
  clickhouse: ClickHouse.meta(
    shown(
      { host: "clickhouse.example", passwordSecret: "langfuse-clickhouse-password" },
      "ClickHouse 25.12 or newer elsewhere; without it the kit runs one.",
    ),
  ).optional(),
  valkey: Valkey.meta(
    shown(
      { host: "valkey.example", passwordSecret: "langfuse-valkey-password" },
      "Valkey, or Redis 7 or newer, elsewhere; without it the kit runs one.",
    ),
  ).optional(),
  s3: S3.meta(
    shown(
      {
        bucket: "acme-langfuse",
        region: "eu-central-1",
        accessKeyIdSecret: "langfuse-s3-access-key",
        secretAccessKeySecret: "langfuse-s3-secret-key",
      },
      "An S3-compatible store elsewhere; without it the kit runs one.",
    ),
  ).optional(),
  ca: z
    .string()
    .regex(/^-----BEGIN CERTIFICATE-----\n/, { error: "certificates as PEM" })
    .meta(
      shown(
        "-----BEGIN CERTIFICATE-----\n…",
        "Certificates to trust for stores elsewhere, as PEM, beside the system's.",
      ),
    )
    .optional(),
});
export type LangfuseSettings = z.output<typeof LangfuseSettings>;
