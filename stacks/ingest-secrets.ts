import { hasImages } from "./platform.ts";
import type { Settings } from "./settings.ts";

const TOKEN = "ingest-token";
/** The names under which the kit makes the certificate. */
const MADE = {
  certificateSecret: "ingest-certificate",
  keySecret: "ingest-key",
  caSecret: "ingest-ca",
} as const;

/** Whether the kit makes what is not set. Of processes the operator sets every secret. */
export function makesSecrets({ platform, kubernetes }: Settings): boolean {
  return hasImages({ platform }) && !usesStore({ platform, kubernetes });
}

/** Whether every secret comes from a store, by its name. */
export function usesStore({ platform, kubernetes }: Pick<Settings, "platform" | "kubernetes">) {
  return platform === "kubernetes" && kubernetes.externalSecrets !== undefined;
}

/** The tokens that are good, the one that agents get first: those of the settings, or generations. */
export function tokenSecrets({ ingest: { auth }, rotate }: Settings): readonly string[] {
  if (!auth?.bearer) return [];
  return auth.bearer.tokenSecrets ?? madeTokens(rotate.ingestToken);
}

/** Generations of the token that the kit makes: the newest, and the one before. */
export function wantedTokens({ ingest: { auth }, rotate }: Settings): readonly string[] {
  return auth?.bearer && !auth.bearer.tokenSecrets ? madeTokens(rotate.ingestToken) : [];
}

const madeTokens = (generation: number): string[] =>
  [generation, generation - 1].filter((number) => number > 0).map((n) => `${TOKEN}-${n}`);

/** The secrets of the certificate that the kit makes: none where one is given, issued or needless. */
export function madeCertificate(settings: Settings): typeof MADE | undefined {
  const { ingest, secrets } = settings;
  const { tls } = ingest;
  if (!tls || tls.issuer || !makesSecrets(settings)) return undefined;
  const { certificateSecret, keySecret, caSecret = MADE.caSecret } = tls;
  const isOurs =
    certificateSecret === MADE.certificateSecret &&
    keySecret === MADE.keySecret &&
    caSecret === MADE.caSecret;
  const isGiven = Object.values(MADE).some((name) => secrets.includes(name));
  return isOurs && !isGiven ? MADE : undefined;
}

/** The authority that agents are handed; undefined where they trust it anyway. */
export function agentCaSecret(settings: Settings): string | undefined {
  return settings.ingest.tls?.caSecret ?? madeCertificate(settings)?.caSecret;
}
