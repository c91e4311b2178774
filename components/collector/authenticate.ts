import type { SecretUse, WorkloadContext } from "../workload.ts";
import type { IngestAuth } from "./ingest-plan.ts";
import type { Extension } from "./pipeline.ts";

const TOKENS_FILE = "ingest-tokens";
const USERS_FILE = "ingest-users";
const ISSUER_CA_FILE = "ingest-issuer-ca.pem";

/** Decides who may send; all requests of both protocols are shown to it. */
export function authenticator(
  context: WorkloadContext<"collector">,
  auth: IngestAuth | undefined,
): Extension | undefined {
  switch (auth?.kind) {
    case undefined:
      return undefined;
    case "bearer":
      return bearer(context);
    case "basic":
      return basic(context);
    case "oidc":
      return oidc(context, auth);
  }
}

/** The files that it reads. */
export function authSecrets(auth: IngestAuth | undefined): SecretUse[] {
  switch (auth?.kind) {
    case undefined:
      return [];
    case "bearer":
      return [{ file: TOKENS_FILE, lines: auth.tokenSecrets.map((secret) => ({ secret })) }];
    case "basic": {
      const lines = auth.users.map(({ name, passwordSecret }) => ({
        before: `${name}:`,
        secret: passwordSecret,
      }));
      return [{ file: USERS_FILE, lines }];
    }
    case "oidc":
      return auth.caSecret ? [{ secret: auth.caSecret, file: ISSUER_CA_FILE }] : [];
  }
}

/**
 * A file, one token a line: an empty one lets nobody in, and no token is taken for a variable, as it
 * would be among the environment's.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/extension/bearertokenauthextension
 */
function bearer(context: WorkloadContext<"collector">): Extension {
  const config = { filename: context.secretPath(TOKENS_FILE) };
  return { kind: "extensions", type: "bearertokenauth", config };
}

/** https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/extension/basicauthextension */
function basic(context: WorkloadContext<"collector">): Extension {
  const config = { htpasswd: { file: context.secretPath(USERS_FILE) } };
  return { kind: "extensions", type: "basicauth", config };
}

/** https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/extension/oidcauthextension */
function oidc(
  context: WorkloadContext<"collector">,
  { issuerUrl, audience, caSecret }: Extract<IngestAuth, { kind: "oidc" }>,
): Extension {
  const provider = {
    issuer_url: issuerUrl,
    audience,
    ...(caSecret && { issuer_ca_path: context.secretPath(ISSUER_CA_FILE) }),
  };
  return { kind: "extensions", type: "oidc", config: { providers: [provider] } };
}
