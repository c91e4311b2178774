import { z } from "zod";
import { KEYS } from "../components/langfuse/secrets.ts";
import { MADE_BY_STACK } from "../components/managed/grafana/plan.ts";
import { shown, text } from "./settings-types.ts";

/** The name of a secret below `agentobs:secrets`. */
const secret = (example: string, holds: string) =>
  z
    .string({ error: `the name of a secret that holds ${holds}` })
    .min(1, { error: `the name of a secret that holds ${holds}` })
    .meta(shown(example, `Name of the secret that holds ${holds}.`));

const url = (example: string, description: string) =>
  z
    .url({ protocol: /^https?$/, error: "an address such as https://otlp.example:4318" })
    .refine((value) => !URL.canParse(value) || !/[@?#]/.test(value), {
      error: "an address without user, password, query or fragment: those can be secrets",
    })
    .meta(shown(example, description));

const Named = {
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, { error: "lower-case letters, digits and dashes" })
    .meta(shown("tempo-eu", "Tells two of one type apart. Default: the type."))
    .optional(),
};

const Traces = {
  traces: z
    .enum(["all", "genai"])
    .meta(
      shown("genai", "All traces, or whole traces that hold a GenAI span (default of langfuse)."),
    )
    .optional(),
  sampled: z
    .boolean({ error: "true or false" })
    .meta(shown(true, "Whether it gets what sampling keeps, or everything (default of langfuse)."))
    .optional(),
};

const ENDPOINT = "Where it is, when the kit doesn't run it. TLS unless it begins with http://.";
const ca = z
  .string()
  .regex(/^-----BEGIN CERTIFICATE-----\n/, { error: "certificates as PEM" })
  .meta(shown("-----BEGIN CERTIFICATE-----\n…", "Certificates to trust, as PEM."))
  .optional();
const elsewhere = (example: string) => ({ endpoint: url(example, ENDPOINT).optional(), ca });

/** Destinations elsewhere that take questions at another address than spans or metrics. */
const asked = (example: string) => ({
  queryEndpoint: url(
    example,
    "Where it answers questions, for `make verify`, with the same credentials.",
  ).optional(),
});

const header = z.string().regex(/^[a-z0-9-]+$/, { error: "a header's name in lower case" });
const Credentials = {
  headers: z
    .record(header, z.string().min(1))
    .meta(shown({ "x-scope-orgid": "team-a" }, "Headers that are no secret."))
    .optional(),
  headerSecrets: z
    .record(header, z.string().min(1))
    .meta(
      shown(
        { authorization: "tempo-authorization" },
        "Secrets by header. A value may not hold `$$` or `${`: use basicAuth then.",
      ),
    )
    .optional(),
  basicAuth: z
    .strictObject({
      username: text("agentobs", "User."),
      passwordSecret: secret("tempo-password", "the password"),
    })
    .meta(shown({ username: "agentobs", passwordSecret: "tempo-password" }, "Basic auth."))
    .optional(),
};

const region = <const R extends readonly [string, ...string[]]>(regions: R) =>
  z
    .enum(regions)
    .meta(shown("eu", "Data region of the vendor's cloud: langfuse, honeycomb."))
    .optional();

const typed = <const T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({
    type: z.literal(type).meta(shown(type, "What it is.")),
    ...Named,
    ...shape,
  });

/** A backend that the collector sends to: run by the kit, or elsewhere when it has an endpoint. */
export const Destination = z.discriminatedUnion("type", [
  typed("jaeger", {
    ...elsewhere("https://jaeger.example:4317"),
    ...asked("https://jaeger.example"),
    ...Credentials,
    ...Traces,
  }),
  typed("tempo", {
    ...elsewhere("https://tempo.example:4317"),
    ...asked("https://tempo.example:3200"),
    ...Credentials,
    ...Traces,
  }),
  typed("victoriametrics", {
    ...elsewhere("https://victoriametrics.example"),
    ...asked("https://victoriametrics.example"),
    ...Credentials,
  }),
  typed("prometheus", {
    ...elsewhere("https://prometheus.example/api/v1/write"),
    ...asked("https://prometheus.example"),
    ...Credentials,
  }),
  typed("langfuse", {
    ...elsewhere("https://langfuse.example"),
    region: region(["eu", "us", "jp", "hipaa"]),
    publicKeySecret: secret("langfuse-public-key", "the project's public key").default(
      KEYS.publicKey,
    ),
    secretKeySecret: secret("langfuse-secret-key", "the project's secret key").default(
      KEYS.secretKey,
    ),
    projectId: z
      .string()
      .regex(/^[A-Za-z0-9_-]+$/, { error: "the id in the address of the project's pages" })
      .meta(
        shown("cm5x0k2ab0001", "Project of a Langfuse elsewhere: dashboards link to its pages."),
      )
      .optional(),
    ...Traces,
  }),
  typed("grafana-cloud", {
    endpoint: url("https://otlp-gateway-prod-eu-west-2.grafana.net/otlp", ENDPOINT).optional(),
    endpointSecret: secret(
      "grafana-otlp-url",
      "the stack's OTLP address, where it is known only after creation",
    ).optional(),
    instanceId: z
      .string({ error: "the stack's number, in quotes" })
      .regex(/^[0-9]+$/, { error: "the stack's number, in quotes" })
      .meta(shown("123456", "The stack's number: user of its OTLP address."))
      .optional(),
    instanceIdSecret: secret("grafana-instance-id", "the stack's number").optional(),
    tokenSecret: secret(
      MADE_BY_STACK.token,
      "an access policy token that may write metrics and traces",
    ).default(MADE_BY_STACK.token),
    ...Traces,
  }),
  typed("honeycomb", {
    ...elsewhere("https://refinery.example"),
    region: region(["us", "eu"]),
    keySecret: secret("honeycomb-key", "an ingest key"),
    dataset: text(
      "agentobs-metrics",
      "Dataset of the metrics. Default: agentobs-metrics.",
    ).optional(),
    ...Traces,
  }),
  typed("otlp", {
    endpoint: url("https://otlp.example:4318", ENDPOINT),
    ca,
    protocol: z
      .enum(["http", "grpc"])
      .meta(shown("grpc", "Transport of otlp. Default: http."))
      .optional(),
    signals: z
      .array(z.enum(["traces", "metrics"]))
      .min(1)
      .meta(shown(["traces"], "What otlp takes. Default: both."))
      .optional(),
    ...Credentials,
    ...Traces,
  }),
]);
export type Destination = z.output<typeof Destination>;
