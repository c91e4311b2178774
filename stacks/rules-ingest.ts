import type { Problem } from "../components/core/errors.ts";
import { isBeyondLoopback } from "./docker-plan.ts";
import { tokenSecrets } from "./ingest-secrets.ts";
import { pasteable, type Report } from "./keys.ts";
import { unknownSecret } from "./rules-secrets.ts";
import type { Settings } from "./settings.ts";

/** Sets of `ingest` that can't work, or only seem safe. */
export function ingestProblems(settings: Settings, problem: Report): Problem[] {
  return [
    ...unknownSecrets(settings, problem),
    ...waysOfAuth(settings, problem),
    ...withoutTls(settings, problem),
    ...halfPairs(settings, problem),
    ...issuerInClear(settings, problem),
    ...twice(settings, problem),
  ];
}

/** Where a secret is named, its name, and whether it is a file's text. */
type Use = readonly [path: PropertyKey[], secret: string, form: "pem" | "value"];

function usesOf(settings: Settings): Use[] {
  const { tls, clientCertificates, auth } = settings.ingest;
  const pem = (part: string, secrets: Readonly<Record<string, unknown>> = {}): Use[] =>
    Object.entries(secrets).flatMap(([key, secret]): Use[] =>
      key.endsWith("Secret") && typeof secret === "string"
        ? [[["ingest", ...part.split("."), key], secret, "pem"]]
        : [],
    );
  const { basic, oidc } = auth ?? {};
  const tokens = tokenSecrets(settings).map((secret, index): Use => {
    const path = ["ingest", "auth", "bearer", "tokenSecrets", index];
    return [path, secret, "value"];
  });
  const passwords = (basic?.users ?? []).map(({ passwordSecret }, index): Use => {
    const path = ["ingest", "auth", "basic", "users", index, "passwordSecret"];
    return [path, passwordSecret, "value"];
  });
  return [
    ...pem("tls", tls),
    ...pem("clientCertificates", clientCertificates),
    ...tokens,
    ...passwords,
    ...pem("auth.oidc", oidc),
  ];
}

function unknownSecrets(settings: Settings, problem: Report): Problem[] {
  return usesOf(settings).flatMap(([path, secret, form]) =>
    unknownSecret(settings, problem, path, secret, { form }),
  );
}

function waysOfAuth({ ingest: { auth } }: Settings, problem: Report): Problem[] {
  const ways = Object.entries(auth ?? {}).flatMap(([way, chosen]) => (chosen ? [way] : []));
  if (!auth || ways.length === 1) return [];
  const path = ["ingest", "auth"];
  const what =
    ways.length === 0
      ? "no way of authentication is chosen"
      : `${ways.join(" and ")} are chosen, and a request can carry one`;
  return [problem(path, what, pasteable(path))];
}

/** What is proven over a plain connection can be read and sent again by whoever is on the way. */
function withoutTls(settings: Settings, problem: Report): Problem[] {
  const { ingest } = settings;
  if (ingest.tls) return [];
  // The example is read out of the settings' schema, which is built only where there is a mistake.
  const refuse = (key: string, what: string): Problem =>
    problem(["ingest", key], what, pasteable(["ingest", "tls"]));
  const problems: Problem[] = [];
  if (ingest.clientCertificates)
    problems.push(
      refuse("clientCertificates", "certificates are shown in TLS, and ingest.tls is not set"),
    );
  if (ingest.auth && isOnNetwork(settings))
    problems.push(refuse("auth", "without TLS everybody on the network can read the credentials"));
  return problems;
}

/** Processes listen on loopback, and so does what containers publish, unless it is asked for more. */
const isOnNetwork = ({ platform, docker }: Settings): boolean =>
  platform === "kubernetes" || (platform === "docker" && isBeyondLoopback(docker.agents.address));

function halfPairs({ ingest: { clientCertificates } }: Settings, problem: Report): Problem[] {
  const { certificateSecret, keySecret } = clientCertificates ?? {};
  if (Boolean(certificateSecret) === Boolean(keySecret)) return [];
  const missing = certificateSecret ? "keySecret" : "certificateSecret";
  const path = ["ingest", "clientCertificates", missing];
  return [problem(path, "a certificate is of no use without its key", pasteable(path))];
}

function issuerInClear({ ingest: { auth } }: Settings, problem: Report): Problem[] {
  const issuer = auth?.oidc?.issuerUrl;
  if (!issuer) return [];
  const { protocol, hostname } = new URL(issuer);
  if (protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname)) return [];
  const path = ["ingest", "auth", "oidc", "issuerUrl"];
  const what = "keys that come over plain HTTP can be exchanged on the way";
  return [problem(path, what, pasteable(path, issuer.replace(/^http:/, "https:")))];
}

function twice({ ingest: { auth } }: Settings, problem: Report): Problem[] {
  const repeated = (path: PropertyKey[], kind: string, names: readonly string[]) =>
    names.flatMap((name, index) =>
      names.indexOf(name) === index
        ? []
        : [problem([...path, index], `${kind} "${name}" is named twice`, "keep one of the two")],
    );
  const users = auth?.basic?.users.map(({ name }) => name) ?? [];
  return [
    ...repeated(
      ["ingest", "auth", "bearer", "tokenSecrets"],
      "token",
      auth?.bearer?.tokenSecrets ?? [],
    ),
    ...repeated(["ingest", "auth", "basic", "users"], "user", users),
  ];
}
