import type {
  IssuedCertificate,
  KubernetesPlan,
  SecretSource,
} from "../components/platforms/kubernetes/plan.ts";
import { ingestHosts } from "./certificates-plan.ts";
import { exposurePlan } from "./exposure-plan.ts";
import type { Settings } from "./settings.ts";

/** Where in a cluster, who writes its Secrets, and what of it is reached from outside. */
export function kubernetesPlan(settings: Settings): KubernetesPlan {
  const { externalSecrets, ingress, gateway, ...kubernetes } = settings.kubernetes;
  const issued = issuedCertificates(settings);
  return {
    ...kubernetes,
    protectData: settings.protectData,
    exposure: exposurePlan({ ingress, gateway }),
    ...(externalSecrets && { store: externalSecrets }),
    certificates: issued,
    secretSources: secretSources(settings, issued),
  };
}

function issuedCertificates(settings: Settings): IssuedCertificate[] {
  const { issuer } = settings.ingest.tls ?? {};
  if (!issuer) return [];
  const { validDays, renewBeforeDays, ...reference } = issuer;
  return [
    {
      workload: "collector",
      object: "collector-ingest-tls",
      issuer: reference,
      hosts: ingestHosts(settings),
      validDays,
      renewBeforeDays,
    },
  ];
}

/** https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets */
function secretSources(
  { ingest: { tls } }: Settings,
  issued: readonly IssuedCertificate[],
): Record<string, SecretSource> {
  if (!tls) return {};
  return Object.fromEntries(
    issued.flatMap(({ object }) => [
      [tls.certificateSecret, { object, key: "tls.crt" }],
      [tls.keySecret, { object, key: "tls.key" }],
    ]),
  );
}
