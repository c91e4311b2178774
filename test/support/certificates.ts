import "reflect-metadata";
import * as x509 from "@peculiar/x509";

/** A certificate and its private key, both PEM. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority of a test's own. */
export interface Authority extends Pair {
  /** A certificate for this name, good on loopback. */
  issue(name: string): Promise<Pair>;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", hash: "SHA-256" };
const HOUR_MILLIS = 3_600_000;

x509.cryptoProvider.set(crypto);

const validity = () => ({
  notBefore: new Date(Date.now() - HOUR_MILLIS),
  notAfter: new Date(Date.now() + HOUR_MILLIS),
});

const newKeys = () => crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

async function pair(
  certificate: x509.X509Certificate,
  { privateKey }: Awaited<ReturnType<typeof newKeys>>,
): Promise<Pair> {
  const key = await crypto.subtle.exportKey("pkcs8", privateKey);
  return {
    certificate: certificate.toString("pem"),
    key: x509.PemConverter.encode(key, "PRIVATE KEY"),
  };
}

export async function newAuthority(name: string): Promise<Authority> {
  const keys = await newKeys();
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: `CN=${name}`,
    keys,
    signingAlgorithm: SIGNING,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
    ],
  });
  return {
    ...(await pair(own, keys)),
    issue: async (subject) => {
      const theirs = await newKeys();
      const certificate = await x509.X509CertificateGenerator.create({
        ...validity(),
        subject: `CN=${subject}`,
        issuer: own.subject,
        publicKey: theirs.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: SIGNING,
        extensions: [
          new x509.SubjectAlternativeNameExtension([
            { type: "ip", value: "127.0.0.1" },
            { type: "dns", value: "localhost" },
          ]),
          new x509.ExtendedKeyUsageExtension([
            x509.ExtendedKeyUsage.serverAuth,
            x509.ExtendedKeyUsage.clientAuth,
          ]),
        ],
      });
      return pair(certificate, theirs);
    },
  };
}
