import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as Buckets from "../../alerts/buckets.ts";
import type * as AlertRule from "../../alerts/rule.ts";
import type * as Rules from "../../alerts/rules.ts";
import type * as Metrics from "../../components/core/metrics.ts";
import type * as PromqlText from "../../components/core/promql-text.ts";
import type * as SelfMetrics from "../../components/core/self-metrics.ts";
import { problemError, ProblemError } from "../../components/core/errors.ts";
import type * as Grafana from "../../dashboards/grafana.ts";
import type * as GrafanaField from "../../dashboards/grafana-field.ts";
import type * as List from "../../dashboards/list.ts";
import type { Plan } from "../../stacks/plan.ts";
import type * as StackFile from "../stack-file.ts";

/** The parts of one revision of the kit that a review reads, each by the code of that revision. */
export interface Kit {
  /** How people call it: a revision, or "working tree". */
  readonly name: string;
  readonly plan: Plan;
  readonly dashboards: (typeof List)["dashboards"];
  readonly grafanaDashboards: (typeof Grafana)["grafanaDashboards"];
  readonly alertRules: (typeof Rules)["alertRules"];
  readonly runbookFile: (typeof AlertRule)["runbookFile"];
  readonly queryText: (typeof PromqlText)["queryText"];
  readonly units: (typeof GrafanaField)["UNIT_IDS"];
  readonly thresholdSteps: (typeof GrafanaField)["thresholdSteps"];
  readonly metrics: (typeof Metrics)["METRICS"];
  readonly selfMetrics: (typeof SelfMetrics)["SELF_METRICS"];
  readonly extraBuckets: (typeof Buckets)["extraBuckets"];
}

/**
 * Loads the kit that lies in a folder, with the stack file that lies beside it.
 *
 * @param stack name of the stack, or path to a stack file
 * @throws {ProblemError} the folder holds a kit too old, or too different, to be read
 */
export async function loadKit(name: string, folder: string, stack: string): Promise<Kit> {
  const from = <T>(file: string): Promise<T> => imported<T>(name, folder, file);
  const { loadStack } = await from<typeof StackFile>("cli/stack-file.ts");
  const { dashboards } = await from<typeof List>("dashboards/list.ts");
  const { grafanaDashboards } = await from<typeof Grafana>("dashboards/grafana.ts");
  const { alertRules } = await from<typeof Rules>("alerts/rules.ts");
  const { runbookFile } = await from<typeof AlertRule>("alerts/rule.ts");
  const { extraBuckets } = await from<typeof Buckets>("alerts/buckets.ts");
  const { queryText } = await from<typeof PromqlText>("components/core/promql-text.ts");
  const { METRICS: metrics } = await from<typeof Metrics>("components/core/metrics.ts");
  const { SELF_METRICS: selfMetrics } = await from<typeof SelfMetrics>(
    "components/core/self-metrics.ts",
  );
  const { UNIT_IDS: units, thresholdSteps } = await from<typeof GrafanaField>(
    "dashboards/grafana-field.ts",
  );
  const code = {
    ...{ dashboards, grafanaDashboards, thresholdSteps },
    ...{ alertRules, runbookFile, extraBuckets, queryText },
  };
  const tables = { metrics, selfMetrics, units };
  for (const [part, value] of Object.entries<unknown>({ ...code, ...tables, loadStack }))
    if (value === undefined) throw tooDifferent(name, `it has no ${part}`);
  return { name, plan: planOf(name, () => loadStack(stack).plan), ...code, ...tables };
}

/** The same mistakes, said with the revision whose stack file they are in. */
function planOf(name: string, load: () => Plan): Plan {
  try {
    return load();
  } catch (error) {
    // Another revision has a class ProblemError of its own.
    if (!(error instanceof Error) || error.name !== "ProblemError") throw error;
    const { problems } = error as Error & Pick<ProblemError, "problems">;
    throw problemError(problems.map((one) => ({ ...one, where: `${name}: ${one.where}` })));
  }
}

async function imported<T>(name: string, folder: string, file: string): Promise<T> {
  try {
    return (await import(pathToFileURL(join(folder, file)).href)) as T;
  } catch (error) {
    throw tooDifferent(name, `${file} can't be read: ${messageOf(error)}`);
  }
}

/** A revision that this one can't read: named, with what to try instead. */
export function tooDifferent(name: string, what: string): ProblemError {
  return new ProblemError({
    where: `make review, ${name}`,
    what: `its dashboards and rules can't be drawn by this revision: ${what}`,
    fix: "compare with a later revision: git log --oneline -- dashboards alerts lists them",
  });
}

export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n")[0] ?? text;
}
