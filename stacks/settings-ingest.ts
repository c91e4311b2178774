import { z } from "zod";
import { positive, shown } from "./settings-types.ts";

const secret = (value: string, description: string) =>
  z.string().min(1).meta(shown(value, description));

/** https://cert-manager.io/docs/usage/certificate/ */
const Issuer = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .meta(shown("internal-ca", "Name of the issuer, which is there already.")),
    kind: z
      .enum(["Issuer", "ClusterIssuer"])
      .meta(shown("ClusterIssuer", "What kind of issuer it is."))
      .default("ClusterIssuer"),
    group: z
      .string()
      .min(1)
      .meta(shown("cert-manager.io", "API group of an issuer that cert-manager does not bring."))
      .default("cert-manager.io"),
    validDays: positive(90, "How long a certificate is good.").default(90),
    renewBeforeDays: positive(30, "How long before its end it is renewed.").default(30),
  })
  .meta(
    shown(
      { name: "internal-ca" },
      "cert-manager's issuer of the certificate. It must sign names inside the cluster, which public ones don't.",
    ),
  );

const Tls = z
  .strictObject({
    none: z
      .literal(true)
      .meta(shown(true, "Plain, because something else encrypts, such as a service mesh."))
      .optional(),
    certificateSecret: secret(
      "ingest-certificate",
      "PEM, with the intermediates behind it. In a cluster the kit makes it unless there is a secret of that name.",
    ).default("ingest-certificate"),
    keySecret: secret("ingest-key", "PEM of its private key.").default("ingest-key"),
    caSecret: secret(
      "ingest-ca",
      "PEM of the authority that agents are to trust. Default: the kit's own where it makes the certificate, else the ones that they trust anyway.",
    ).optional(),
    issuer: Issuer.optional(),
    hosts: z
      .array(
        z
          .string()
          .regex(/^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, { error: "a host name" })
          .meta(shown("otlp.example", "A host name.")),
      )
      .meta(shown(["otlp.example"], "Further host names of a certificate that is made or issued."))
      .default([]),
    minimumVersion: z
      .enum(["1.2", "1.3"])
      .meta(shown("1.3", "The oldest version that is spoken."))
      .default("1.2"),
  })
  .meta(
    shown(
      {
        certificateSecret: "ingest-certificate",
        keySecret: "ingest-key",
        caSecret: "ingest-ca",
        minimumVersion: "1.3",
      },
      "Certificate of the OTLP endpoints; secrets by name. Without it they speak plain.",
    ),
  );

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
      .min(1, { error: "at least one name" })
      .meta(
        shown(
          ["ingest-token-new", "ingest-token-old"],
          "Tokens that are good. Agents get the first. Default: one that the kit makes, except on one machine; see `rotate.ingestToken`.",
        ),
      )
      .optional(),
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
      .min(1, { error: "at least one user" })
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
        none: z
          .literal(true)
          .meta(shown(true, "Anybody who reaches the port may send."))
          .optional(),
        bearer: Bearer.optional(),
        basic: Basic.optional(),
        oidc: Oidc.optional(),
      })
      .meta(
        shown(
          { bearer: { tokenSecrets: ["ingest-token"] } },
          "Who may send, in one way of these. Default: a token in a cluster; on one machine anybody who reaches the port.",
        ),
      )
      .optional(),
    limits: Limits.meta({ description: "What one client may take." }).prefault({}),
  })
  .meta(shown({ limits: { requestMiB: 16 } }, "How agents reach the collector."))
  .prefault({});
type Ingest = z.output<typeof IngestSettings>;

/**
 * With what is switched off left out: `none` only takes away what a preset has. Beside another way of
 * authentication it stays, which is a mistake that a rule tells.
 */
export function withoutNone({ tls, auth, ...ingest }: Ingest): Ingest {
  const ways = Object.values(auth ?? {}).filter((way) => way !== undefined);
  return {
    ...ingest,
    tls: tls?.none ? undefined : tls,
    auth: auth?.none && ways.length === 1 ? undefined : auth,
  };
}
