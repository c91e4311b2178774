import type { LangfusePlan } from "../components/langfuse/plan.ts";
import type { WorkloadName } from "../components/core/names.ts";
import { webSecrets } from "../components/langfuse/secrets.ts";
import type { GeneratedSecret } from "../components/secrets/plan.ts";
import { destinationPlan } from "./destinations.ts";
import type { Settings } from "./settings.ts";

/** The destination for which the kit runs Langfuse, if there is one. */
function ownLangfuse({ destinations }: Pick<Settings, "destinations">) {
  return destinations.find((destination) => {
    const { address } = destinationPlan(destination);
    return "workload" in address && address.workload === "langfuse-web";
  });
}

export type LangfuseWorkload = Extract<WorkloadName, `langfuse-${string}`>;

/** What Langfuse consists of, stores first: those that are elsewhere are left out. */
export function langfuseWorkloads(settings: Settings): LangfuseWorkload[] {
  if (!ownLangfuse(settings)) return [];
  const { postgres, clickhouse, valkey, s3 } = settings.langfuse;
  return [
    ...(postgres ? [] : (["langfuse-postgres"] as const)),
    ...(clickhouse ? [] : (["langfuse-clickhouse"] as const)),
    ...(valkey ? [] : (["langfuse-valkey"] as const)),
    ...(s3 ? [] : (["langfuse-s3"] as const)),
    "langfuse-web",
    "langfuse-worker",
  ];
}

/** Every decision about Langfuse; undefined where the kit doesn't run it. */
export function langfusePlan(settings: Settings): LangfusePlan | undefined {
  const destination = ownLangfuse(settings);
  if (destination?.type !== "langfuse") return undefined;
  const { url, organization, project, user, ca, ...external } = settings.langfuse;
  const { publicKeySecret, secretKeySecret } = destination;
  return {
    url: url.replace(/\/+$/, ""),
    organization,
    project,
    user,
    keys: { publicKeySecret, secretKeySecret },
    retentionDays: settings.retention.langfuse.days,
    external,
    ca,
  };
}

/** Its pages for the project, as a browser opens them. */
export const langfuseProjectUrl = ({ url, project }: LangfusePlan): string =>
  `${url}/project/${project.id}`;

/** The same of the first Langfuse elsewhere whose project the settings name. */
export function projectUrlElsewhere({
  destinations,
}: Pick<Settings, "destinations">): string | undefined {
  const [first] = destinations.flatMap((destination) => {
    if (destination.type !== "langfuse" || destination.projectId === undefined) return [];
    const { queryUrl } = destinationPlan(destination);
    return queryUrl === undefined ? [] : [`${queryUrl}/project/${destination.projectId}`];
  });
  return first;
}

/** What the web asks the kit to make, the project's keys by the names that the destination gives. */
export function langfuseWebSecrets(settings: Settings): readonly GeneratedSecret[] {
  const plan = langfusePlan(settings);
  return plan ? webSecrets(plan.keys) : [];
}
