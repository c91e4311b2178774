import type { IngestAuth, IngestPlan } from "../components/collector/ingest-plan.ts";
import type { Settings } from "./settings.ts";

/** What the collector is to know of `ingest`. */
export function ingestPlan({ ingest }: Settings): IngestPlan {
  const { tls, clientCertificates, auth, limits } = ingest;
  return {
    tls: tls && {
      certificateSecret: tls.certificateSecret,
      keySecret: tls.keySecret,
      minimumVersion: tls.minimumVersion,
      clientCaSecret: clientCertificates?.caSecret,
    },
    auth: auth && authPlan(auth),
    limits,
  };
}

function authPlan({
  bearer,
  basic,
  oidc,
}: NonNullable<Settings["ingest"]["auth"]>): IngestAuth | undefined {
  if (bearer) return { kind: "bearer", tokenSecrets: bearer.tokenSecrets };
  if (basic) return { kind: "basic", users: basic.users };
  return oidc && { kind: "oidc", ...oidc };
}
