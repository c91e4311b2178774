import { isIP } from "node:net";
import type * as pulumi from "@pulumi/pulumi";
import { interpolate } from "@pulumi/pulumi";
import { CertRequest } from "@pulumi/tls/certRequest.js";
import { LocallySignedCert } from "@pulumi/tls/locallySignedCert.js";
import { PrivateKey } from "@pulumi/tls/privateKey.js";
import { SelfSignedCert, type SelfSignedCertArgs } from "@pulumi/tls/selfSignedCert.js";
import type { AuthorityPlan, CertificatePlan, Subject, Validity } from "./plan.ts";

/** One generation of an authority: its key, and its certificate signed by itself. */
interface Generation {
  readonly name: string;
  readonly subject: SelfSignedCertArgs["subject"];
  readonly key: PrivateKey;
  readonly own: SelfSignedCert;
}

const AUTHORITY_USES = ["cert_signing", "crl_signing"];

/**
 * Makes an authority in its two newest generations and the certificates of the newest. Every
 * generation has resources of its own, so that raising the number leaves the one before as it is.
 *
 * @returns value by name of the secret
 */
export function createAuthority(plan: AuthorityPlan): Record<string, pulumi.Output<string>> {
  const { caSecret, generation, certificates } = plan;
  const newest = createGeneration(plan, generation);
  const before = generation > 1 ? createGeneration(plan, generation - 1) : undefined;
  const bridge = before && createBridge(plan, newest, before);
  const values: Record<string, pulumi.Output<string>> = {
    [caSecret]: before
      ? interpolate`${newest.own.certPem}${before.own.certPem}`
      : newest.own.certPem,
  };
  for (const certificate of certificates) {
    const { key, signed } = createCertificate(certificate, plan, newest);
    values[certificate.keySecret] = key.privateKeyPemPkcs8;
    values[certificate.certificateSecret] = bridge
      ? interpolate`${signed.certPem}${bridge.certPem}`
      : signed.certPem;
  }
  return values;
}

function createGeneration(
  { caSecret, subject, validity }: AuthorityPlan,
  generation: number,
): Generation {
  const name = `${caSecret}-${generation}`;
  const named = subjectOf(subject, `${subject.commonName} ${generation}`);
  const key = createKey(name);
  const own = new SelfSignedCert(name, {
    subject: named,
    privateKeyPem: key.privateKeyPem,
    isCaCertificate: true,
    // It signs the next generation, and that one signs certificates.
    maxPathLength: 1,
    allowedUses: AUTHORITY_USES,
    ...periods(validity),
  });
  return { name, subject: named, key, own };
}

/** The newest generation's certificate as the one before signs it: who knows only that one is led on. */
function createBridge(
  { generation, validity }: AuthorityPlan,
  newest: Generation,
  before: Generation,
): LocallySignedCert {
  const request = new CertRequest(newest.name, {
    subject: newest.subject,
    privateKeyPem: newest.key.privateKeyPem,
  });
  return new LocallySignedCert(`${newest.name}-by-${generation - 1}`, {
    certRequestPem: request.certRequestPem,
    caCertPem: before.own.certPem,
    caPrivateKeyPem: before.key.privateKeyPem,
    isCaCertificate: true,
    allowedUses: AUTHORITY_USES,
    ...periods(validity),
  });
}

function createCertificate(
  { certificateSecret, commonName, hosts, uses, validity }: CertificatePlan,
  { subject, generation }: AuthorityPlan,
  authority: Generation,
) {
  const name = `${certificateSecret}-${generation}`;
  const key = createKey(name);
  const request = new CertRequest(name, {
    subject: subjectOf(subject, commonName),
    dnsNames: hosts.filter((host) => !isIP(host)),
    ...(hosts.some(isIP) && { ipAddresses: hosts.filter(isIP) }),
    privateKeyPem: key.privateKeyPem,
  });
  const signed = new LocallySignedCert(name, {
    certRequestPem: request.certRequestPem,
    caCertPem: authority.own.certPem,
    caPrivateKeyPem: authority.key.privateKeyPem,
    allowedUses: ["digital_signature", ...uses],
    ...periods(validity),
  });
  return { key, signed };
}

const createKey = (name: string) =>
  new PrivateKey(name, { algorithm: "ECDSA", ecdsaCurve: "P256" });

const subjectOf = ({ organization, organizationalUnit }: Subject, commonName: string) => ({
  commonName,
  organization,
  organizationalUnit,
});

/** https://registry.terraform.io/providers/hashicorp/tls/latest/docs/resources/locally_signed_cert */
const periods = ({ hours, renewBeforeHours }: Validity) => ({
  validityPeriodHours: hours,
  earlyRenewalHours: renewBeforeHours,
});
