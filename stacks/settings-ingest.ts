import { z } from "zod";
import { positive, shown } from "./settings-types.ts";

const secret = (value: string, description: string) =>
  z.string().min(1).meta(shown(value, description));

const Tls = z
  .strictObject({
    certificateSecret: secret("ingest-certificate", "PEM, with the intermediates behind it."),
    keySecret: secret("ingest-key", "PEM of its private key."),
    caSecret: secret(
      "ingest-ca",
      "PEM of the authority that agents are to trust. Default: the ones that they trust anyway.",
    ).optional(),
    minimumVersion: z
      .enum(["1.2", "1.3"])
      .meta(shown("1.3", "The oldest version that is spoken."))
      .default("1.2"),
  })
  .meta({
    description: "Certificate of the OTLP endpoints; secrets by name. Without it they speak plain.",
  });

const ClientCertificates = z
  .strictObject({
    caSecret: secret("client-ca", "PEM of the authority whose certificates are accepted."),
    certificateSecret: secret(
      "client-certificate",
      "PEM of a certificate that the kit hands to agents. Default: each has its own.",
    ).optional(),
    keySecret: secret("client-key", "PEM of its private key.").optional(),
  })
  .meta({ description: "Mutual TLS: who shows no certificate of this authority is turned away." });

const Bearer = z
  .strictObject({
    tokenSecrets: z
      .array(z.string().min(1))
      .min(1)
      .meta(
        shown(
          ["ingest-token-new", "ingest-token-old"],
          "Tokens that are good. Agents get the first.",
        ),
      ),
  })
  .meta({ description: "A token that all agents share; two of them during a rotation." });

const Basic = z
  .strictObject({
    users: z
      .array(
        z.strictObject({
          name: z
            .string()
            .regex(/^[^:\s]+$/, { error: "a name without colons and spaces" })
            .meta(shown("agents", "As it stands in requests.")),
          passwordSecret: secret("ingest-password", "Its password."),
        }),
      )
      .min(1)
      .meta(
        shown(
          [{ name: "agents", passwordSecret: "ingest-password" }],
          "Who may send. Agents get the first.",
        ),
      ),
  })
  .meta({ description: "User names and passwords." });

const Oidc = z
  .strictObject({
    issuerUrl: z
      .url({ protocol: /^https?$/, error: "a URL such as https://login.example" })
      .meta(shown("https://login.example", "Must answer when the collector starts.")),
    audience: z.string().min(1).meta(shown("agentobs", "`aud` that a token must carry.")),
    caSecret: secret(
      "issuer-ca",
      "PEM of the authority of the issuer's certificate. Default: the system's.",
    ).optional(),
  })
  .meta({ description: "Tokens of an OpenID Connect issuer, which agents fetch themselves." });

const Limits = z.strictObject({
  requestMiB: positive(16, "Largest request, unpacked. SDKs send a few MiB.").max(64).default(16),
  headerSeconds: positive(10, "For the headers of a request.").default(10),
  requestSeconds: positive(60, "For a whole request.").default(60),
  idleSeconds: positive(60, "A connection without a request is closed after this.").default(60),
  connectionAgeSeconds: positive(1800, "A gRPC connection has to reconnect after this.").default(
    1800,
  ),
  requestsPerConnection: positive(100, "Requests in flight on one gRPC connection.").default(100),
});

/** How agents reach the collector, and what they may ask of it. */
export const IngestSettings = z
  .strictObject({
    tls: Tls.optional(),
    clientCertificates: ClientCertificates.optional(),
    auth: z
      .strictObject({
        bearer: Bearer.optional(),
        basic: Basic.optional(),
        oidc: Oidc.optional(),
      })
      .meta(
        shown(
          { bearer: { tokenSecrets: ["ingest-token"] } },
          "Who may send, in one way of the three. Default: anybody who reaches the port.",
        ),
      )
      .optional(),
    limits: Limits.meta({ description: "What one client may take." }).prefault({}),
  })
  .meta(shown({ limits: { requestMiB: 16 } }, "How agents reach the collector."))
  .prefault({});
