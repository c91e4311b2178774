import type { AlertedAgent, AlertsPlan } from "../alerts/plan.ts";
import type { AlertmanagerPlan, AlertRoute } from "../components/alertmanager/plan.ts";
import { receiverName } from "../components/alertmanager/receivers.ts";
import { replicaCounts } from "./addresses.ts";
import { footprintsOf } from "./footprint.ts";
import { pageUrl } from "./exposure-plan.ts";
import { onOneHost } from "./platform.ts";
import { ownMetrics } from "./own-metrics.ts";
import { rulesInGrafana } from "./managed-grafana.ts";
import type { Settings } from "./settings.ts";

/** What the rules watch for. */
export function alertsPlan(settings: Settings): AlertsPlan {
  const { alerts, agents, environment } = settings;
  const { evaluateEverySeconds, loop, toolFailure, context, latency, missing } = alerts;
  const { cost, pipeline, disk, expiry, runbookBaseUrl } = alerts;
  return {
    environment,
    evaluateEverySeconds,
    loop,
    toolFailure,
    context,
    latency,
    missing,
    cost,
    pipeline,
    pushedEverySeconds: ownMetrics(settings)?.everySeconds,
    disk: { ...disk, traceStoreGiB: traceStoreGiB(settings) },
    expiry,
    expiries: alerts.expiries.map(({ name, expires }) => ({
      name,
      atSeconds: Date.parse(expires) / 1000,
    })),
    heartbeat: alerts.heartbeat !== undefined,
    occasionalReceivers: alerts.routes.flatMap((route, index) =>
      route.occasional ? [receiverName(routeOf(route).receiver, index + 1)] : [],
    ),
    agents: agents.map(
      ({ name, service, intermittent, thresholds }): AlertedAgent => ({
        name,
        service,
        intermittent,
        ...(thresholds ? { own: thresholds } : {}),
      }),
    ),
    runbookBaseUrl,
  };
}

/** Of the disk that Jaeger has to itself. On one machine all share one, and the metrics store sees it. */
const traceStoreGiB = (settings: Settings): number | undefined =>
  onOneHost(settings) ? undefined : footprintsOf(settings).jaeger?.diskGiB;

/** Who is told, and when not. */
export function alertmanagerPlan(settings: Settings): AlertmanagerPlan {
  const { alerts } = settings;
  const { groupWaitSeconds, groupIntervalSeconds, repeatSeconds, muteTimes, heartbeat } = alerts;
  return {
    replicas: replicaCounts(settings).alertmanager ?? 1,
    externalUrl: pageUrl(settings, "alertmanager"),
    groupWaitSeconds,
    groupIntervalSeconds,
    repeatSeconds,
    routes: alerts.routes.map(routeOf),
    muteTimes,
    heartbeat,
    ...(rulesInGrafana(settings) && { toldElsewhere: true }),
  };
}

function routeOf(route: Settings["alerts"]["routes"][number]): AlertRoute {
  const { severities, environments, labels = {}, mutedDuring, repeatSeconds } = route;
  const { webhook, slack, pagerDuty, email } = route;
  return {
    severities,
    environments,
    labels,
    mutedDuring,
    repeatSeconds,
    receiver: { webhook, slack, pagerDuty, email },
  };
}
