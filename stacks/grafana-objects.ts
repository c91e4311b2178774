import { grafanaGroups, muteTimingName } from "../alerts/grafana.ts";
import { sloQueries, sloText } from "../alerts/slos.ts";
import { contactPoints } from "../components/managed/grafana/contact-points.ts";
import { fleetPipeline } from "../components/managed/grafana/fleet-pipeline.ts";
import type {
  DataSourceObject,
  GrafanaObjects,
  MuteTimingObject,
  SloObject,
} from "../components/managed/grafana/objects.ts";
import type {
  DataSourcePlan,
  ManagedGrafanaPlan,
  SloPlan,
} from "../components/managed/grafana/plan.ts";
import { grafanaDashboards } from "../dashboards/grafana.ts";
import { jsonDataOf } from "../dashboards/grafana-provisioning.ts";
import type { Plan } from "./plan.ts";

/** Everything that is made in a Grafana which the stack does not run, as plain objects. */
export function grafanaObjects(plan: Plan, managed: ManagedGrafanaPlan): GrafanaObjects {
  const { folder, dashboards, rules, dataSources, slos, evaluators, fleet } = managed;
  return {
    folder,
    dataSources: dataSources.map(dataSourceObject),
    dashboards: dashboards ? pagesOf(plan) : {},
    ...(rules ? alertingObjects(plan) : { contactPoints: [], muteTimings: [], ruleGroups: [] }),
    slos: slos.map(sloObject),
    evaluators,
    ...(fleet && { fleet: { ...fleet, contents: fleetPipeline(fleet) } }),
  };
}

/** The texts of `dashboards/*.json`, by the name of the page. */
function pagesOf({ grafanaPages, dashboards }: Plan): Record<string, string> {
  const files = Object.entries(grafanaDashboards(grafanaPages ?? dashboards));
  return Object.fromEntries(files.map(([file, text]) => [file.replace(/[.]json$/, ""), text]));
}

function alertingObjects({ alerts, alertmanager, grafanaRules, environment }: Plan) {
  const points = contactPoints(alertmanager, environment, grafanaRules.contactPoints);
  const used = points.length > 0 ? grafanaRules.muteTimes : [];
  return {
    contactPoints: points,
    muteTimings: alertmanager.muteTimes
      .filter(({ name }) => used.includes(name))
      .map(({ name, ...time }) => muteTiming(muteTimingName(grafanaRules, name), time)),
    ruleGroups: grafanaGroups(alerts, grafanaRules),
  };
}

type MuteTime = Omit<Plan["alertmanager"]["muteTimes"][number], "name">;

/** https://grafana.com/docs/grafana/latest/alerting/configure-notifications/mute-timings/ */
const muteTiming = (
  name: string,
  { weekdays, from, until, timeZone }: MuteTime,
): MuteTimingObject => ({
  name,
  intervals: [
    {
      ...(weekdays && { weekdays: [...weekdays] }),
      times: [{ start: from, end: until }],
      location: timeZone,
    },
  ],
});

const dataSourceObject = (source: DataSourcePlan): DataSourceObject => ({
  ...source,
  jsonData: jsonDataOf(source.type),
});

function sloObject(plan: SloPlan): SloObject {
  const { name, metricsUid, percent, days, alerts } = plan;
  return {
    name,
    description: sloText(plan),
    ...sloQueries(plan),
    metricsUid,
    // Without the noise of a division: 99.9 % is 0.999.
    objective: Number((percent / 100).toPrecision(12)),
    days,
    alerts,
  };
}
