import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import type { Answer } from "./registered.ts";

/**
 * What the providers `random` and `tls` make, made here: their plugins can't be had everywhere. It does
 * with a resource's inputs what the real one does, so that a mistake in them is one in the certificate.
 * https://github.com/hashicorp/terraform-provider-tls/blob/v4.1.0/internal/provider/common_cert.go
 */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  "random:index/randomPassword:RandomPassword": ({ length }) => ({
    result: randomText(length as number),
  }),
  "random:index/randomBytes:RandomBytes": ({ length }) => {
    const bytes = crypto.getRandomValues(Buffer.alloc(length as number));
    return { hex: bytes.toString("hex"), base64: bytes.toString("base64") };
  },
  "tls:index/privateKey:PrivateKey": privateKey,
  "tls:index/certRequest:CertRequest": async (inputs) => ({
    certRequestPem: await request(inputs),
  }),
  "tls:index/selfSignedCert:SelfSignedCert": async (inputs) => ({
    certPem: await selfSigned(inputs),
  }),
  "tls:index/locallySignedCert:LocallySignedCert": async (inputs) => ({
    certPem: await locallySigned(inputs),
  }),
};

type Inputs = Readonly<Record<string, unknown>>;

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", hash: "SHA-256" };
const HOUR_MILLIS = 3_600_000;
const LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

x509.cryptoProvider.set(crypto);

const randomText = (length: number): string =>
  Array.from(
    crypto.getRandomValues(new Uint8Array(length)),
    (byte) => LETTERS_AND_DIGITS[byte % LETTERS_AND_DIGITS.length],
  ).join("");

async function privateKey({ algorithm, ecdsaCurve }: Inputs) {
  if (algorithm !== "ECDSA" || ecdsaCurve !== "P256") throw new Error("only ECDSA on P256 here");
  const { privateKey } = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const pem = x509.PemConverter.encode(
    await crypto.subtle.exportKey("pkcs8", privateKey),
    "PRIVATE KEY",
  );
  return { privateKeyPem: `${pem}\n`, privateKeyPemPkcs8: `${pem}\n` };
}

/** Of a private key, both halves. */
async function keysOf(pem: unknown) {
  const [der] = x509.PemConverter.decode(pem as string);
  if (!der) throw new Error("no key");
  const privateKey = await crypto.subtle.importKey("pkcs8", der, ALGORITHM, true, ["sign"]);
  const open = { ...(await crypto.subtle.exportKey("jwk", privateKey)) };
  delete open.d;
  delete open.key_ops;
  const publicKey = await crypto.subtle.importKey("jwk", open, ALGORITHM, true, ["verify"]);
  return { privateKey, publicKey };
}

interface Subject {
  readonly commonName: string;
  readonly organization: string;
  readonly organizationalUnit: string;
}

function nameOf({ subject }: Inputs): string {
  const { commonName, organization, organizationalUnit } = subject as Subject;
  return `O=${organization}, OU=${organizationalUnit}, CN=${commonName}`;
}

async function request(inputs: Inputs): Promise<string> {
  const listed = (key: string, type: "dns" | "ip") =>
    ((inputs[key] ?? []) as string[]).map((value) => ({ type, value }));
  const names = [...listed("dnsNames", "dns"), ...listed("ipAddresses", "ip")];
  const made = await x509.Pkcs10CertificateRequestGenerator.create({
    name: nameOf(inputs),
    keys: await keysOf(inputs["privateKeyPem"]),
    signingAlgorithm: SIGNING,
    extensions: names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : [],
  });
  return made.toString("pem");
}

async function selfSigned(inputs: Inputs): Promise<string> {
  const keys = await keysOf(inputs["privateKeyPem"]);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(inputs),
    name: nameOf(inputs),
    keys,
    signingAlgorithm: SIGNING,
    extensions: await extensions(inputs, keys.publicKey),
  });
  return `${made.toString("pem")}\n`;
}

async function locallySigned(inputs: Inputs): Promise<string> {
  const csr = new x509.Pkcs10CertificateRequest(inputs["certRequestPem"]);
  const parent = new x509.X509Certificate(inputs["caCertPem"]);
  const names = csr.extensions.find((one) => one instanceof x509.SubjectAlternativeNameExtension);
  const made = await x509.X509CertificateGenerator.create({
    ...validity(inputs),
    subject: csr.subject,
    issuer: parent.subject,
    publicKey: csr.publicKey,
    signingKey: (await keysOf(inputs["caPrivateKeyPem"])).privateKey,
    signingAlgorithm: SIGNING,
    extensions: [
      ...(await extensions(inputs, csr.publicKey)),
      await x509.AuthorityKeyIdentifierExtension.create(parent.publicKey),
      ...(names ? [names] : []),
    ],
  });
  return `${made.toString("pem")}\n`;
}

const validity = ({ validityPeriodHours }: Inputs) => {
  const notBefore = new Date();
  const hours = validityPeriodHours as number;
  return { notBefore, notAfter: new Date(notBefore.getTime() + hours * HOUR_MILLIS) };
};

/** Of what stands together in a certificate. */
const KEY_USES: Readonly<Record<string, x509.KeyUsageFlags>> = {
  digital_signature: x509.KeyUsageFlags.digitalSignature,
  "cert_signing crl_signing": x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
};
const EXTENDED_USES: Readonly<Record<string, string>> = {
  server_auth: x509.ExtendedKeyUsage.serverAuth,
  client_auth: x509.ExtendedKeyUsage.clientAuth,
};

async function extensions(
  inputs: Inputs,
  publicKey: x509.PublicKeyType,
): Promise<x509.Extension[]> {
  const { allowedUses, isCaCertificate = false, maxPathLength } = inputs;
  const uses = allowedUses as string[];
  const flags = KEY_USES[uses.filter((use) => !(use in EXTENDED_USES)).join(" ")];
  if (flags === undefined) throw new Error(`nobody here makes certificates for ${uses.join(", ")}`);
  const extended = uses.flatMap((use) => EXTENDED_USES[use] ?? []);
  const length = maxPathLength as number | undefined;
  return [
    new x509.BasicConstraintsExtension(isCaCertificate as boolean, length, true),
    new x509.KeyUsagesExtension(flags, true),
    ...(extended.length > 0 ? [new x509.ExtendedKeyUsageExtension(extended)] : []),
    // The provider adds it to authorities only.
    ...(isCaCertificate ? [await x509.SubjectKeyIdentifierExtension.create(publicKey)] : []),
  ];
}
