import { outsideOf, type WorkloadContext } from "../workload.ts";
import type { IngestAuth } from "./ingest-plan.ts";
import type { Extension } from "./pipeline.ts";
import { secretFile, secretLines } from "./secrets.ts";

const TOKENS_FILE = "ingest-tokens";
const USERS_FILE = "ingest-users";

/** Decides who may send; all requests of both protocols are shown to it. */
export function authenticator(
  context: WorkloadContext<"collector">,
  auth: IngestAuth | undefined,
): Extension | undefined {
  switch (auth?.kind) {
    case undefined:
      return undefined;
    case "bearer":
      return bearer(context, auth);
    case "basic":
      return basic(context, auth);
    case "oidc":
      return oidc(context, auth);
  }
}

/**
 * A file, one token a line: an empty one lets nobody in, and no token is taken for a variable, as it
 * would be among the environment's.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/extension/bearertokenauthextension
 */
function bearer(
  { secretPath }: WorkloadContext<"collector">,
  { tokenSecrets }: Extract<IngestAuth, { kind: "bearer" }>,
): Extension {
  const lines = tokenSecrets.map((secret) => ({ secret }));
  const config = { filename: secretLines(TOKENS_FILE, lines, secretPath) };
  return { kind: "extensions", type: "bearertokenauth", config };
}

/** https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/extension/basicauthextension */
function basic(
  { secretPath }: WorkloadContext<"collector">,
  { users }: Extract<IngestAuth, { kind: "basic" }>,
): Extension {
  const lines = users.map(({ name, passwordSecret }) => ({
    before: `${name}:`,
    secret: passwordSecret,
  }));
  const config = { htpasswd: { file: secretLines(USERS_FILE, lines, secretPath) } };
  return { kind: "extensions", type: "basicauth", config };
}

/** https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/extension/oidcauthextension */
function oidc(
  context: WorkloadContext<"collector">,
  { issuerUrl, audience, caSecret }: Extract<IngestAuth, { kind: "oidc" }>,
): Extension {
  context.outside(outsideOf(issuerUrl));
  const provider = {
    issuer_url: issuerUrl,
    audience,
    ...(caSecret && { issuer_ca_path: secretFile(caSecret, context.secretPath) }),
  };
  return { kind: "extensions", type: "oidc", config: { providers: [provider] } };
}
