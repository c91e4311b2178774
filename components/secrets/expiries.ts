import { X509Certificate } from "node:crypto";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The day (UTC) on which each certificate among the values ends, by name: of several in one value the
 * first to end. Values that hold none are left out.
 */
export function expiriesOf(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, text]) => {
      const ends = (text.match(CERTIFICATE) ?? []).map((pem) => endOf(pem)).sort();
      return ends[0] === undefined ? [] : [[name, ends[0]]];
    }),
  );
}

const endOf = (pem: string): string =>
  new X509Certificate(pem).validToDate.toISOString().slice(0, 10);
