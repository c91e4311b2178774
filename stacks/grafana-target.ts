import type { GrafanaTarget } from "../alerts/grafana.ts";
import type { AlertmanagerPlan } from "../components/alertmanager/plan.ts";
import type { Dialect } from "../components/core/promql-text.ts";
import { contactPointNames, routesOf } from "../components/managed/grafana/contact-points.ts";
import { FOLDER_UID } from "../components/managed/grafana/plan.ts";
import { METRICS_UID } from "./managed-grafana.ts";
import type { Settings } from "./settings.ts";

/** Where Grafana finds the series of the rules, and whom it tells. */
export function grafanaTarget(
  settings: Settings,
  routing: AlertmanagerPlan,
  metrics: { readonly dialect: Dialect; readonly uid?: string | undefined },
): GrafanaTarget {
  const { environment, grafanaCloud, grafana } = settings;
  const folderUid = (grafanaCloud ?? grafana.manage)?.folder.uid ?? FOLDER_UID;
  const routes = routesOf(routing, environment);
  const { groupWaitSeconds, groupIntervalSeconds, repeatSeconds, heartbeat } = routing;
  return {
    folderUid,
    datasourceUid: metrics.uid ?? METRICS_UID,
    dialect: metrics.dialect,
    contactPoints: contactPointNames(routing, environment, folderUid),
    // What all routes share; a rule can't be mute for one receiver only.
    muteTimes: routing.muteTimes
      .map(({ name }) => name)
      .filter((name) => routes.every(({ mutedDuring }) => mutedDuring.includes(name))),
    groupWaitSeconds,
    groupIntervalSeconds,
    repeatSeconds,
    ...(heartbeat && { heartbeatSeconds: heartbeat.everySeconds }),
  };
}
