import type { Certificate } from "./api.ts";
import { metadataOf } from "./labels.ts";
import type { IssuedCertificate, KubernetesPlan } from "./plan.ts";

const DAY_HOURS = 24;

/**
 * Has cert-manager keep a certificate in a Secret, with a new key at each renewal.
 * https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateSpec
 */
export function certificateOf(
  { workload, object, issuer, hosts, validDays, renewBeforeDays }: IssuedCertificate,
  plan: KubernetesPlan,
): Certificate {
  return {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: metadataOf(object, plan, workload),
    spec: {
      secretName: object,
      issuerRef: { ...issuer },
      dnsNames: [...hosts],
      duration: `${validDays * DAY_HOURS}h`,
      renewBefore: `${renewBeforeDays * DAY_HOURS}h`,
      privateKey: { algorithm: "ECDSA", size: 256, encoding: "PKCS8", rotationPolicy: "Always" },
      usages: ["digital signature", "server auth"],
    },
  };
}
