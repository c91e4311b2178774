import type { Problem } from "../components/core/errors.ts";
import { agentSecrets } from "./agent-secrets.ts";
import { madeCertificate, makesSecrets, usesStore } from "./ingest-secrets.ts";
import { pasteable, type Report } from "./keys.ts";
import { programSecrets } from "./program-secrets.ts";
import { replicasFor } from "./replicas.ts";
import { hasSecret } from "./secrets-plan.ts";
import type { Settings } from "./settings.ts";

/**
 * The problem with a secret that a setting names, when nobody sets or makes one of that name.
 *
 * @param form what its value is, the text of a file or a word; whether a store may have it
 */
export function unknownSecret(
  settings: Settings,
  problem: Report,
  path: PropertyKey[],
  secret: string,
  { form = "value", inStore = true }: { form?: "pem" | "value"; inStore?: boolean } = {},
): Problem[] {
  if (inStore ? hasSecret(settings, secret) : settings.secrets.includes(secret)) return [];
  const value = form === "pem" ? `< ${secret}.pem` : "<value>";
  const fix = `pulumi config set --secret --path 'agentobs:secrets.${secret}' ${value}`;
  return [problem(path, `there is no secret "${secret}"`, fix)];
}

/** Settings of secrets and certificates that contradict each other, or that nothing follows from. */
export function secretProblems(settings: Settings, problem: Report): Problem[] {
  return [
    ...besideStore(settings, problem),
    ...store(settings, problem),
    ...issuer(settings, problem),
    ...hosts(settings, problem),
    ...rotation(settings, problem),
  ];
}

const remove = (secret: string) => `pulumi config rm --path 'agentobs:secrets.${secret}'`;

function besideStore(settings: Settings, problem: Report): Problem[] {
  if (!usesStore(settings)) return [];
  const what = "the store of kubernetes.externalSecrets is asked: a value here is never used";
  const used = programSecrets(settings).map(({ secret }) => secret);
  return settings.secrets
    .filter((name) => !used.includes(name))
    .map((name) => problem(["secrets", name], what, remove(name)));
}

function store(settings: Settings, problem: Report): Problem[] {
  const { externalSecrets, agentNamespaces } = settings.kubernetes;
  if (!externalSecrets || !usesStore(settings)) return [];
  const { store, prefix, entry } = externalSecrets;
  const path = ["kubernetes", "externalSecrets"];
  const problems: Problem[] = [];
  if (prefix !== undefined && entry !== undefined) {
    const what = "a prefix is for secrets that are an entry each, and entry holds all in one";
    problems.push(problem([...path, "prefix"], what, "remove prefix, or entry"));
  }
  const one = agentNamespaces.find((namespace) => namespace !== settings.kubernetes.namespace);
  if (store.kind === "SecretStore" && one && agentSecrets(settings).length > 0) {
    const what = `a SecretStore is of one namespace, and agents in ${one} are handed secrets too`;
    const fix = pasteable(path, { store: { name: store.name, kind: "ClusterSecretStore" } });
    problems.push(problem([...path, "store", "kind"], what, fix));
  }
  return problems;
}

function issuer({ ingest: { tls }, platform, secrets }: Settings, problem: Report): Problem[] {
  if (!tls?.issuer) return [];
  const path = ["ingest", "tls", "issuer"];
  const { validDays, renewBeforeDays } = tls.issuer;
  const problems: Problem[] = [];
  if (platform !== "kubernetes") {
    const what = "cert-manager runs in a cluster, and this stack does not";
    problems.push(problem(path, what, pasteable(["ingest", "tls"])));
  }
  if (renewBeforeDays >= validDays) {
    const what = `a certificate of ${validDays} days can't be renewed ${renewBeforeDays} days before its end`;
    const fix = pasteable([...path, "renewBeforeDays"], Math.ceil(validDays / 3));
    problems.push(problem([...path, "renewBeforeDays"], what, fix));
  }
  const given = [tls.certificateSecret, tls.keySecret].filter((name) => secrets.includes(name));
  return [
    ...problems,
    ...given.map((name) => problem(path, `secret "${name}" is set, and issued too`, remove(name))),
  ];
}

function hosts(settings: Settings, problem: Report): Problem[] {
  const { tls } = settings.ingest;
  if (!tls || tls.hosts.length === 0 || tls.issuer || madeCertificate(settings)) return [];
  const what = "the certificate is given: the hosts that it is good for stand in it";
  return [problem(["ingest", "tls", "hosts"], what, "remove hosts")];
}

/** A number that is raised must renew something. */
function rotation(settings: Settings, problem: Report): Problem[] {
  const { rotate, ingest } = settings;
  const problems: Problem[] = [];
  const none = (key: keyof Settings["rotate"], what: string) =>
    problems.push(problem(["rotate", key], what, pasteable(["rotate", key], 1)));
  if (rotate.ingestToken > 1 && !ingest.auth?.bearer)
    none("ingestToken", "agents send no token here, so none is renewed");
  if (rotate.ingestToken > 1 && ingest.auth?.bearer?.tokenSecrets)
    none("ingestToken", "the tokens are named in ingest.auth.bearer: name a new one there");
  if (rotate.certificates > 1 && !makesCertificates(settings))
    none("certificates", "the kit makes no certificate here, so none is renewed");
  return problems;
}

function makesCertificates(settings: Settings): boolean {
  const hasWire = replicasFor(settings).samplers > 0 && !settings.collector.kafka;
  return madeCertificate(settings) !== undefined || (makesSecrets(settings) && hasWire);
}
