import type { IngestAuth, IngestPlan } from "../components/collector/ingest-plan.ts";
import { tokenSecrets } from "./ingest-secrets.ts";
import type { Settings } from "./settings.ts";

/** What the collector is to know of `ingest`. */
export function ingestPlan(settings: Settings): IngestPlan {
  const { tls, clientCertificates, limits } = settings.ingest;
  return {
    tls: tls && {
      certificateSecret: tls.certificateSecret,
      keySecret: tls.keySecret,
      minimumVersion: tls.minimumVersion,
      clientCaSecret: clientCertificates?.caSecret,
    },
    auth: authPlan(settings),
    limits,
  };
}

function authPlan(settings: Settings): IngestAuth | undefined {
  const { bearer, basic, oidc } = settings.ingest.auth ?? {};
  if (bearer) return { kind: "bearer", tokenSecrets: tokenSecrets(settings) };
  if (basic) return { kind: "basic", users: basic.users };
  return oidc && { kind: "oidc", ...oidc };
}
