import type { Problem } from "../components/core/errors.ts";
import { destinationPlan, isRun, nameOf } from "./destinations.ts";
import { exampleOf, pasteable, type Report } from "./keys.ts";
import { hasImages } from "./platform.ts";
import { isMadeStack } from "./managed-grafana.ts";
import { destinationSecretProblems, entry } from "./rules-destination-secrets.ts";
import { stackToSendTo } from "./rules-managed-grafana.ts";
import type { Destination } from "./settings-destinations.ts";
import type { Settings } from "./settings.ts";

/** Destinations that each are valid but can't work, or aren't safe, as they stand. */
export function destinationProblems(settings: Settings, problem: Report): Problem[] {
  const { destinations } = settings;
  return [
    ...nobodyTakes(settings, problem),
    ...destinations.flatMap((destination, index) => [
      ...unreachable(destination, index, problem),
      ...stackToSendTo(settings, index, problem),
      ...knownAnyway(destination, index, problem),
      ...withoutImage(destination, index, settings, problem),
      ...ambiguous(destination, index, problem),
      ...destinationSecretProblems(destination, index, settings, problem),
      ...twice(destinations, index, problem),
    ]),
  ];
}

/** Traces without metrics have no alerts and no dashboards; metrics without traces lead nowhere. */
function nobodyTakes({ destinations }: Settings, problem: Report): Problem[] {
  const plans = destinations.map(destinationPlan);
  const fix = pasteable(["destinations"], [{ type: "jaeger" }, { type: "victoriametrics" }]);
  return (["traces", "metrics"] as const).flatMap((signal) =>
    plans.some((plan) => plan[signal] !== undefined)
      ? []
      : [problem(["destinations"], `no destination takes the ${signal}`, fix)],
  );
}

const exampleFor = (destination: Destination, key: string): unknown =>
  exampleOf(["destinations", 0, key], { destinations: [destination] });

/** Where to send. What the kit can't run or create needs an address. */
function unreachable(destination: Destination, index: number, problem: Report): Problem[] {
  const { type } = destination;
  const given = destination as Readonly<Record<string, unknown>>;
  const has = (...keys: string[]): boolean => keys.some((key) => given[key] !== undefined);
  if (has("endpoint", "region", "endpointSecret") || type === "grafana-cloud") return [];
  if (!isRun(type) && type !== "otlp") {
    const does = type === "honeycomb" ? "create" : "run";
    const what = `the kit can't ${does} ${type} yet, so it needs an address`;
    const key = type === "honeycomb" ? "region" : "endpoint";
    const fix = entry({ ...destination, [key]: exampleFor(destination, key) });
    return [problem(["destinations", index], what, fix)];
  }
  if (!has("ca", "headers", "headerSecrets", "basicAuth")) return [];
  const what = `${type} without an endpoint is run by the kit, which needs no credentials for it`;
  const endpoint = exampleFor(destination, "endpoint");
  return [problem(["destinations", index], what, entry({ type, endpoint }))];
}

/** What only a backend elsewhere has to be told of. */
function knownAnyway(destination: Destination, index: number, problem: Report): Problem[] {
  if (!isOwn(destination)) return [];
  const { type } = destination;
  const at = (key: string): PropertyKey[] => ["destinations", index, key];
  if (type === "langfuse" && destination.projectId !== undefined) {
    const what = "the project of a Langfuse that the kit runs is langfuse.project.id";
    return [problem(at("projectId"), what, "remove projectId")];
  }
  if (!("queryEndpoint" in destination) || destination.queryEndpoint === undefined) return [];
  const what = `${type} without an endpoint is run by the kit, which knows where to ask it`;
  return [problem(at("queryEndpoint"), what, "remove queryEndpoint, or give it an endpoint")];
}

const IMAGES_ONLY: readonly Destination["type"][] = ["langfuse", "tempo"];

/** A process is a program of this host, and of these the kit knows images only. */
function withoutImage(
  destination: Destination,
  index: number,
  settings: Settings,
  problem: Report,
): Problem[] {
  const { type } = destination;
  if (hasImages(settings) || !isOwn(destination) || !IMAGES_ONLY.includes(type)) return [];
  const what = `the kit runs ${type} from its image, and processes have none: it needs an address`;
  const key = type === "langfuse" ? "region" : "endpoint";
  const fix = entry({ ...destination, [key]: exampleFor(destination, key) });
  return [problem(["destinations", index], what, fix)];
}

/** Two answers to one question, or none. */
function ambiguous(destination: Destination, index: number, problem: Report): Problem[] {
  const given = destination as Readonly<Record<string, unknown>>;
  const both = (one: string, other: string): Problem[] =>
    given[one] === undefined || given[other] === undefined
      ? []
      : [problem(["destinations", index], `has ${one} and ${other}`, `remove ${one} or ${other}`)];
  const problems = [
    ...both("region", "endpoint"),
    ...both("endpoint", "endpointSecret"),
    ...both("instanceId", "instanceIdSecret"),
  ];
  if (given["ca"] !== undefined && destination.endpoint?.startsWith("http://")) {
    const what = "trusts certificates, but its endpoint is plain HTTP";
    const fix = entry({
      type: destination.type,
      endpoint: `https${destination.endpoint.slice(4)}`,
    });
    problems.push(problem(["destinations", index], what, fix));
  }
  const { basicAuth, endpoint } = given as { basicAuth?: object; endpoint?: string };
  if (basicAuth && endpoint?.startsWith("http://") && overGrpc(destination)) {
    // https://github.com/grpc/grpc-go/blob/master/Documentation/grpc-auth-support.md
    const what = "has basic auth, which gRPC sends over TLS only: the collector would not start";
    const fix = entry({ type: destination.type, endpoint: `https${endpoint.slice(4)}` });
    problems.push(problem(["destinations", index], what, fix));
  }
  // Without an address it has another problem, or the kit makes both.
  if (
    destination.type === "grafana-cloud" &&
    !isMadeStack(destination) &&
    !(given["instanceId"] ?? given["instanceIdSecret"])
  )
    problems.push(
      problem(
        ["destinations", index],
        "says no instance id, the user of its OTLP address",
        entry({ ...destination, instanceId: "123456" }),
      ),
    );
  return problems;
}

const overGrpc = (destination: Destination): boolean =>
  destinationPlan(destination).protocol === "otlp_grpc";

function twice(destinations: readonly Destination[], index: number, problem: Report): Problem[] {
  const own = destinations[index];
  if (!own) return [];
  const earlier = destinations.slice(0, index);
  if (isOwn(own)) {
    const same = earlier.some((other) => other.type === own.type && isOwn(other));
    const what = `the kit runs ${own.type} once`;
    if (same) return [problem(["destinations", index], what, "remove it, or give it an endpoint")];
  }
  if (!earlier.some((other) => nameOf(other) === nameOf(own))) return [];
  const what = `a destination before it has the name "${nameOf(own)}" too`;
  const path = ["destinations", index, "name"];
  return [problem(path, what, entry({ type: own.type, name: `${own.type}-${index + 1}` }))];
}

const isOwn = (destination: Destination): boolean =>
  "workload" in destinationPlan(destination).address;
