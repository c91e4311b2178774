import type { MutualTls } from "../components/collector/plan.ts";
import type { WorkloadName } from "../components/core/names.ts";
import { serviceNames } from "../components/platforms/kubernetes/names.ts";
import type { AuthorityPlan, Subject, Validity } from "../components/secrets/plan.ts";
import { LOOPBACK } from "./addresses.ts";
import { madeCertificate, makesSecrets } from "./ingest-secrets.ts";
import type { Settings } from "./settings.ts";

const DAY_HOURS = 24;
/** Nothing renews them but a run of the program: once in nine months, at the latest. */
const CERTIFICATE: Validity = { hours: 365 * DAY_HOURS, renewBeforeHours: 90 * DAY_HOURS };
const AUTHORITY: Validity = { hours: 3650 * DAY_HOURS, renewBeforeHours: 2 * 365 * DAY_HOURS };

/**
 * The authorities that the kit makes, and what they sign. Agents and the wire have one each: who may
 * be trusted as the endpoint must not pass as a gateway.
 *
 * @param wire between the tiers, where it is encrypted
 */
export function authoritiesFor(settings: Settings, wire: MutualTls | undefined): AuthorityPlan[] {
  const made = madeCertificate(settings);
  return [
    ...(made ? [ingestAuthority(settings, made)] : []),
    ...(wire && isMade(settings, wire) ? [wireAuthority(settings, wire)] : []),
  ];
}

function ingestAuthority(settings: Settings, names: MutualTls): AuthorityPlan {
  const { caSecret, certificateSecret, keySecret } = names;
  return {
    ...authority(settings, caSecret, "ingest CA"),
    certificates: [
      {
        certificateSecret,
        keySecret,
        commonName: "collector",
        hosts: ingestHosts(settings),
        uses: ["server_auth"],
        validity: CERTIFICATE,
      },
    ],
  };
}

/** As `kubectl port-forward` reaches it. */
const FORWARDED = "localhost";

/** Every name of the endpoint that agents may use. */
export function ingestHosts({ platform, ingest, kubernetes, docker }: Settings): string[] {
  const own = ingest.tls?.hosts ?? [];
  if (platform !== "docker")
    return [...serviceNames("collector", kubernetes.namespace), FORWARDED, ...own];
  const published = [LOOPBACK, docker.agents.address].filter((address) => address !== "0.0.0.0");
  return [...new Set(["collector", FORWARDED, ...published, ...own])];
}

const TIERS: readonly WorkloadName[] = ["collector", "sampler"];

/** Either tier shows the same certificate, as client and as server. */
function wireAuthority(settings: Settings, names: MutualTls): AuthorityPlan {
  const { caSecret, certificateSecret, keySecret } = names;
  return {
    ...authority(settings, caSecret, "wire CA"),
    certificates: [
      {
        certificateSecret,
        keySecret,
        commonName: "tiers",
        hosts: TIERS.flatMap((tier) => serviceNames(tier, settings.kubernetes.namespace)),
        uses: ["client_auth", "server_auth"],
        validity: CERTIFICATE,
      },
    ],
  };
}

function isMade(settings: Settings, { caSecret, certificateSecret, keySecret }: MutualTls) {
  return (
    makesSecrets(settings) &&
    ![caSecret, certificateSecret, keySecret].some((name) => settings.secrets.includes(name))
  );
}

const authority = (
  { platform, kubernetes, docker, rotate }: Settings,
  caSecret: string,
  commonName: string,
) => ({
  caSecret,
  subject: subject(platform === "docker" ? docker.project : kubernetes.namespace, commonName),
  generation: rotate.certificates,
  validity: AUTHORITY,
});

const subject = (namespace: string, commonName: string): Subject => ({
  commonName,
  organization: "agentobs",
  organizationalUnit: namespace,
});
