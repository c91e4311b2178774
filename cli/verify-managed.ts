import { grafanaGroups } from "../alerts/grafana.ts";
import { grafanaUrl } from "../components/managed/grafana/plan.ts";
import { grafanaObjects } from "../stacks/grafana-objects.ts";
import { honeycombObjects } from "../stacks/honeycomb-objects.ts";
import type { Plan } from "../stacks/plan.ts";
import type { SecretValue } from "./verify/credentials.ts";
import { grafanaTarget, type GrafanaPlace } from "./verify/managed-grafana.ts";
import { honeycombTarget, type HoneycombPlace } from "./verify/managed-honeycomb.ts";
import type { Managed } from "./verify/targets.ts";

/** The output of a stack that made its Grafana: the token to ask it with. */
export const MADE_TOKEN = "grafanaToken";

/** What the plan knows of managed backends beyond the destinations themselves. */
export function managedOf(plan: Plan, secretValue: SecretValue): Managed {
  const grafana = grafanaPlace(plan);
  const honeycomb = honeycombPlace(plan);
  return {
    ...(grafana && { grafanaCloud: grafanaTarget(grafana, secretValue) }),
    ...(honeycomb && { honeycomb: honeycombTarget(honeycomb, secretValue) }),
  };
}

/** The secrets that they are asked with. */
export const managedSecrets = (plan: Plan): string[] =>
  [grafanaAsked(plan)?.tokenSecret, plan.honeycomb?.keySecret].filter((name) => name !== undefined);

/** Where a Grafana is asked, and with what; its contents take longer to tell. */
function grafanaAsked({ managedGrafana, grafanaPages }: Plan) {
  const { metrics, tempo } = grafanaPages?.dataSources ?? {};
  if (!managedGrafana || metrics === undefined || tempo === undefined) return undefined;
  const { instance } = managedGrafana;
  return {
    managedGrafana,
    url: grafanaUrl(managedGrafana),
    tokenSecret: instance.kind === "existing" ? instance.serviceAccountTokenSecret : MADE_TOKEN,
    datasources: { prometheus: metrics, tempo },
  };
}

function grafanaPlace(plan: Plan): GrafanaPlace | undefined {
  const found = grafanaAsked(plan);
  if (!found) return undefined;
  const { managedGrafana, ...asked } = found;
  const { dashboards } = grafanaObjects(plan, managedGrafana);
  const groups = managedGrafana.rules ? grafanaGroups(plan.alerts, plan.grafanaRules) : [];
  const pages = Object.values(dashboards).map((text) => JSON.parse(text) as Page);
  return {
    ...asked,
    contents: {
      folderUid: managedGrafana.folder.uid,
      dashboards: Object.fromEntries(pages.map(({ uid, title }) => [uid, title])),
      rules: Object.fromEntries(
        groups.flatMap(({ rules }) => rules.map(({ uid, name }) => [uid, name])),
      ),
    },
  };
}

interface Page {
  readonly uid: string;
  readonly title: string;
}

function honeycombPlace(plan: Plan): HoneycombPlace | undefined {
  const { honeycomb } = plan;
  if (!honeycomb) return undefined;
  const { triggers, board } = honeycombObjects(plan, honeycomb);
  return {
    url: honeycomb.endpoint,
    keySecret: honeycomb.keySecret,
    dataset: honeycomb.slug,
    mayQuery: honeycomb.queryData,
    contents: {
      triggers: { [honeycomb.slug]: triggers.map(({ trigger }) => trigger.name) },
      boards: [board.name],
    },
  };
}
