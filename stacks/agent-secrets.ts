import { join } from "node:path";
import { agentCaSecret, tokenSecrets } from "./ingest-secrets.ts";
import type { Settings } from "./settings.ts";

/** A variable of the agents' environment that holds a secret, or the path of a file that does. */
export type AgentSecret = { readonly variable: string; readonly secret: string } & (
  | { readonly as: "bearer" }
  | { readonly as: "basic"; readonly user: string }
  | { readonly as: "file"; readonly file: string }
);

/** An agent's environment and the files that it names, by their path below `folder`. */
export interface AgentFiles {
  readonly environment: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

const HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
/** The one file that is not secret. */
export const CA_VARIABLE = "OTEL_EXPORTER_OTLP_CERTIFICATE";
/** https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
const FILES = {
  [CA_VARIABLE]: "agents/ca.pem",
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: "agents/client-certificate.pem",
  OTEL_EXPORTER_OTLP_CLIENT_KEY: "agents/client-key.pem",
} as const;

/** What agents need besides the plain environment, secrets by name. */
export function agentSecrets(settings: Settings): AgentSecret[] {
  const { clientCertificates, auth } = settings.ingest;
  const file = (variable: keyof typeof FILES, secret: string | undefined): AgentSecret[] =>
    secret ? [{ variable, secret, as: "file", file: FILES[variable] }] : [];
  const [token] = tokenSecrets(settings);
  const [user] = auth?.basic?.users ?? [];
  return [
    ...(token ? [{ variable: HEADERS, secret: token, as: "bearer" } as const] : []),
    ...(user
      ? [{ variable: HEADERS, secret: user.passwordSecret, as: "basic", user: user.name } as const]
      : []),
    ...file(CA_VARIABLE, agentCaSecret(settings)),
    ...file("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", clientCertificates?.certificateSecret),
    ...file("OTEL_EXPORTER_OTLP_CLIENT_KEY", clientCertificates?.keySecret),
  ];
}

/**
 * Puts the values of secrets where they belong.
 *
 * @param folder absolute, since agents run wherever they like
 * @param values by name of the secret
 */
export function revealAgentSecrets(
  secrets: readonly AgentSecret[],
  folder: string,
  values: Readonly<Record<string, string>>,
): AgentFiles {
  const environment: Record<string, string> = {};
  const files: Record<string, string> = {};
  for (const use of secrets) {
    const value = values[use.secret] ?? "";
    if (use.as === "file") {
      files[use.file] = value;
      environment[use.variable] = join(folder, use.file);
    } else
      environment[use.variable] = `authorization=${encodeURIComponent(credentials(use, value))}`;
  }
  return { environment, files };
}

/** https://www.rfc-editor.org/rfc/rfc6750#section-2.1, https://www.rfc-editor.org/rfc/rfc7617#section-2 */
function credentials(use: Exclude<AgentSecret, { as: "file" }>, value: string): string {
  const text = value.trim();
  if (use.as === "bearer") return `Bearer ${text}`;
  return `Basic ${Buffer.from(`${use.user}:${text}`).toString("base64")}`;
}
