import { createHmac } from "node:crypto";

const VERSION_LENGTH = 16;

/**
 * Changes with the secrets, and tells nothing of them to who does not know the salt: not even whether
 * a guess is right. It stands on pods and containers, so that they start anew when a secret changes.
 *
 * @param salt random and secret, the same for as long as the stack lives
 */
export function secretVersion(data: Readonly<Record<string, string>>, salt: string): string {
  const entries = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
  const mac = createHmac("sha256", salt).update(JSON.stringify(entries));
  return mac.digest("hex").slice(0, VERSION_LENGTH);
}
