import type { HoneycombPlan, PlannedRecipient } from "../components/managed/honeycomb/plan.ts";
import { slugOf } from "../components/managed/honeycomb/api.ts";
import { destinationPlan } from "./destinations.ts";
import type { Destination } from "./settings-destinations.ts";
import type { Settings } from "./settings.ts";

type Honeycomb = Extract<Destination, { type: "honeycomb" }>;
type Route = Settings["alerts"]["routes"][number];

export const honeycombDestinations = ({ destinations }: Settings): readonly Honeycomb[] =>
  destinations.filter((destination) => destination.type === "honeycomb");

/** What stands in Honeycomb besides the data; undefined where nothing is to. */
export function honeycombPlan(settings: Settings): HoneycombPlan | undefined {
  const { honeycomb, environment, alerts } = settings;
  const [destination] = honeycombDestinations(settings);
  if (!honeycomb?.manage || !destination) return undefined;
  const { address, metrics } = destinationPlan(destination);
  const ingestUrl = "url" in address ? address.url : "";
  const dataset = metrics?.headers?.["x-honeycomb-dataset"] ?? "";
  const { keySecret, maxTriggers, frequencySeconds, queryData } = honeycomb;
  return {
    endpoint: honeycomb.endpoint ?? ingestUrl,
    keySecret,
    ingestUrl,
    ingestKeySecret: destination.keySecret,
    dataset,
    slug: slugOf(dataset),
    environment,
    maxTriggers,
    frequencySeconds,
    queryData,
    recipients: alerts.routes.flatMap((route, index) =>
      isTold(route, environment) ? [recipient(route, index, environment)].flat() : [],
    ),
  };
}

/** A trigger knows no labels of its groups: a route that asks for some would get everything. */
const isTold = ({ labels, environments }: Route, environment: string): boolean =>
  Object.keys(labels ?? {}).length === 0 &&
  (environments === undefined || environments.includes(environment));

/** Names are unique in the team, and say whose they are. */
function recipient(route: Route, index: number, environment: string): PlannedRecipient[] {
  const { severities, webhook, slack, pagerDuty, email } = route;
  const name = `agentobs-${environment}-route-${index + 1}`;
  const to = (way: PlannedRecipient["to"]): PlannedRecipient[] => [{ name, severities, to: way }];
  if (email) return to({ type: "email", address: email.to });
  if (slack) return to({ type: "slack", channel: slack.channel });
  if (pagerDuty) return to({ type: "pagerduty", keySecret: pagerDuty.routingKeySecret });
  return webhook ? to({ type: "webhook", ...webhook }) : [];
}
