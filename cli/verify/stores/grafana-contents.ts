import { ask, askJson, type Backend } from "../ask.ts";
import { type Finding, finding } from "../check.ts";

/** What the kit has put into a Grafana. */
export interface GrafanaContents {
  readonly folderUid: string;
  /** Title by uid. */
  readonly dashboards: Readonly<Record<string, string>>;
  /** Title by uid. */
  readonly rules: Readonly<Record<string, string>>;
}

interface RuleGroups {
  readonly data: {
    readonly groups: readonly {
      readonly rules: readonly {
        readonly uid?: string;
        readonly name: string;
        readonly folderUid?: string;
        readonly health?: string;
        readonly lastError?: string;
      }[];
    }[];
  };
}

/**
 * Folder, dashboards and alert rules are there, and no rule failed when it was last evaluated.
 * https://grafana.com/docs/grafana/latest/developers/http_api/
 */
export async function grafanaContents(
  title: string,
  backend: Backend,
  contents: GrafanaContents,
): Promise<readonly Finding[]> {
  return [
    await dashboardsFinding(title, backend, contents),
    await rulesFinding(title, backend, contents),
  ];
}

async function dashboardsFinding(
  title: string,
  backend: Backend,
  { folderUid, dashboards }: GrafanaContents,
): Promise<Finding> {
  const name = `dashboards in ${title}`;
  const uids = Object.keys(dashboards);
  if ((await ask(backend, { path: `/api/folders/${folderUid}` })) === undefined)
    return finding(name, uids.length, 0, [`there is no folder ${folderUid}`]);
  const answers = await Promise.all(
    uids.map(async (uid) => ({
      uid,
      found: (await ask(backend, { path: `/api/dashboards/uid/${uid}` })) !== undefined,
    })),
  );
  const missing = answers.filter(({ found }) => !found);
  return finding(
    name,
    uids.length,
    uids.length - missing.length,
    missing.map(({ uid }) => `not there: ${dashboards[uid] ?? ""} (${uid})`),
  );
}

async function rulesFinding(
  title: string,
  backend: Backend,
  { folderUid, rules }: GrafanaContents,
): Promise<Finding> {
  const path = "/api/prometheus/grafana/api/v1/rules";
  const query = { folder_uid: folderUid };
  const { data } = await askJson<RuleGroups>(backend, { path, query });
  const loaded = data.groups.flatMap((group) => group.rules);
  // Earlier versions do not show the uid; titles are unique in a folder.
  const missing = Object.entries(rules).filter(
    ([uid, name]) =>
      !loaded.some((rule) => (rule.uid === undefined ? rule.name === name : rule.uid === uid)),
  );
  const wanted = Object.keys(rules).length;
  const details = [
    ...missing.map(([, name]) => `not there: ${name}`),
    ...loaded.flatMap(({ name, health, lastError }) =>
      health === "error" ? [`${name}: ${lastError ?? "its last evaluation failed"}`] : [],
    ),
  ];
  return finding(`alert rules in ${title}`, wanted, wanted - missing.length, details);
}
