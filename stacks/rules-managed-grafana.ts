import type { Problem } from "../components/core/errors.ts";
import { usesStore } from "./ingest-secrets.ts";
import { pasteable, type Report } from "./keys.ts";
import { isMadeStack, makesStack, rulesInGrafana, STORES } from "./managed-grafana.ts";
import { madeSecrets, managingTokens, programSecrets } from "./program-secrets.ts";
import { evaluatorProblems, fleetProblems, objectiveProblems } from "./rules-objectives.ts";
import { unknownSecret } from "./rules-secrets.ts";
import type { Settings } from "./settings.ts";

/** A Grafana that the kit is to fill, and that can't be, or not safely, as the settings stand. */
export function managedGrafanaProblems(settings: Settings, problem: Report): Problem[] {
  return [
    ...whichStack(settings, problem),
    ...whichGrafana(settings, problem),
    ...stores(settings, problem),
    ...secrets(settings, problem),
    ...plainTokens(settings, problem),
    ...rhythms(settings, problem),
    ...tokens(settings, problem),
    ...objectiveProblems(settings, problem),
    ...evaluatorProblems(settings, problem),
    ...fleetProblems(settings, problem),
  ];
}

const CLOUD = ["grafanaCloud"];

/** The preset alone: the rest follows from which stack it is. */
export const isUndecided = ({ preset, grafanaCloud }: Settings): boolean =>
  preset === "grafana-cloud" && !grafanaCloud;

/** Made only where it is needed: examples come from the whole schema, which takes a while. */
const eitherStack = (): string =>
  `${pasteable([...CLOUD, "existing"])}\n  Or:  ${pasteable([...CLOUD, "managed"])}`;

function whichStack(settings: Settings, problem: Report): Problem[] {
  const { grafanaCloud, destinations } = settings;
  if (!grafanaCloud) {
    if (!isUndecided(settings)) return [];
    const what = "the preset needs to know which stack: one that is there, or one to make";
    return [problem(CLOUD, what, eitherStack())];
  }
  const { existing, managed } = grafanaCloud;
  if (existing && managed) {
    const what = "names a stack that is there, and one to make";
    return [problem(CLOUD, what, "remove existing, or managed")];
  }
  if (!existing && !managed) {
    const what = "names no stack: one that is there, or one to make";
    return [problem(CLOUD, what, eitherStack())];
  }
  if (destinations.some(({ type }) => type === "grafana-cloud")) return [];
  const what = "nothing is sent there: no destination is of the type grafana-cloud";
  return [problem(CLOUD, what, "add { type: grafana-cloud } to the destinations")];
}

/** Pages have one home: in two they would be two versions of one thing. */
function whichGrafana({ grafanaCloud, grafana }: Settings, problem: Report): Problem[] {
  const { manage, run } = grafana;
  const path = ["grafana", "manage"];
  if (!manage) return [];
  if (grafanaCloud)
    return [
      problem(path, "pages and rules go to one Grafana", "remove grafana.manage, or grafanaCloud"),
    ];
  if (!run) return [];
  const what = "the stack's own Grafana brings its pages along";
  return [problem(path, what, "remove grafana.manage, or grafana.run")];
}

function stores({ grafana: { manage }, platform, ...rest }: Settings, problem: Report): Problem[] {
  if (!manage) return [];
  const path = ["grafana", "manage", "dataSources"];
  const example = (store: (typeof STORES)[number]) => ({
    uid: store === "metrics" ? "my-prometheus" : `my-${store}`,
  });
  const problems = STORES.flatMap((store) => {
    const at = manage.dataSources[store];
    if (!at || (at.uid === undefined) !== (at.url === undefined)) return [];
    const what =
      at.uid === undefined
        ? "names neither the uid of a data source nor an address to make one with"
        : "has a uid and an address: one is there, the other makes one";
    return [problem([...path, store], what, pasteable([...path, store], example(store)))];
  });
  const own = rest.destinations.some(
    ({ type, endpoint }) => type === "victoriametrics" && !endpoint,
  );
  if (manage.dataSources.metrics || (platform === "process" && own)) return problems;
  const what = "nobody knows where this Grafana finds the metrics";
  const fix = pasteable([...path, "metrics"], example("metrics"));
  return [...problems, problem([...path, "metrics"], what, fix)];
}

function secrets(settings: Settings, problem: Report): Problem[] {
  const store = usesStore(settings);
  // Without one, those of the receivers are looked at with the routes.
  const needed = store ? programSecrets(settings) : managingTokens(settings);
  const reserved = madeSecrets(settings).filter((name) => settings.secrets.includes(name));
  return [
    ...needed.flatMap(({ path, secret }) =>
      unknownSecret(settings, problem, [...path], secret, { inStore: false }),
    ),
    ...reserved.map((name) => {
      const what = "the stack that the kit makes hands over a secret of this name";
      const fix = `pulumi config rm --path 'agentobs:secrets.${name}', and set it under another name if it is something else`;
      return problem(["secrets", name], what, fix);
    }),
    ...(store && makesStack(settings)
      ? [
          problem(
            ["kubernetes", "externalSecrets"],
            "the stack's address and token are known once it is made, and no store has them",
            "remove kubernetes.externalSecrets, or name a stack that is there: agentobs:grafanaCloud.existing",
          ),
        ]
      : []),
  ];
}

/** Whoever is on the way of a plain request could take over the whole Grafana. */
function plainTokens({ grafanaCloud, grafana }: Settings, problem: Report): Problem[] {
  const addresses: [string[], string | undefined][] = [
    [[...CLOUD, "existing", "url"], grafanaCloud?.existing?.url],
    [["grafana", "manage", "url"], grafana.manage?.url],
  ];
  return addresses.flatMap(([path, url]) => {
    if (!url?.startsWith("http:") || LOOPBACK.test(new URL(url).hostname)) return [];
    const what = "a token that may change everything would travel in plain text";
    return [problem(path, what, pasteable(path, url.replace("http:", "https:")))];
  });
}
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** https://grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rule-evaluation/ */
const GRAFANA_RHYTHM_SECONDS = 10;

function rhythms(settings: Settings, problem: Report): Problem[] {
  if (!rulesInGrafana(settings)) return [];
  const { evaluateEverySeconds, cost } = settings.alerts;
  const all: [string[], number][] = [
    [["alerts", "evaluateEverySeconds"], evaluateEverySeconds],
    [["alerts", "cost", "evaluateEverySeconds"], cost.evaluateEverySeconds],
  ];
  return all.flatMap(([path, seconds]) => {
    if (seconds % GRAFANA_RHYTHM_SECONDS === 0) return [];
    const next = Math.ceil(seconds / GRAFANA_RHYTHM_SECONDS) * GRAFANA_RHYTHM_SECONDS;
    const what = `Grafana evaluates rules every ${GRAFANA_RHYTHM_SECONDS} s or a multiple of it, not every ${seconds} s`;
    return [problem(path, what, pasteable(path, next))];
  });
}

function tokens({ grafanaCloud }: Settings, problem: Report): Problem[] {
  const { managed } = grafanaCloud ?? {};
  if (!managed || managed.renewBeforeDays < managed.tokenDays) return [];
  const { tokenDays, renewBeforeDays } = managed;
  const path = [...CLOUD, "managed", "renewBeforeDays"];
  const what = `a token of ${tokenDays} days can't be renewed ${renewBeforeDays} days before its end`;
  return [problem(path, what, pasteable(path, Math.max(1, Math.floor(tokenDays / 3))))];
}

/** A destination without an address means the stack that the kit makes: is there one? */
export function stackToSendTo(settings: Settings, index: number, problem: Report): Problem[] {
  const destination = settings.destinations[index];
  if (!destination || !isMadeStack(destination) || makesStack(settings)) return [];
  if (isUndecided(settings)) return [];
  const given = {
    type: "grafana-cloud",
    endpoint: "https://otlp-gateway-prod-eu-west-2.grafana.net/otlp",
    instanceId: "123456",
  };
  const what = "has no address, and agentobs:grafanaCloud.managed makes no stack for it";
  const fix = pasteable(["destinations"], [{ ...given, ...destination }]);
  return [problem(["destinations", index], what, fix)];
}
