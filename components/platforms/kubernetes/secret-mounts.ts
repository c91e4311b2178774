import type { SecretUse, Workload } from "../../workload.ts";
import type { EnvVar, Volume } from "./api.ts";
import { secretsName } from "./names.ts";
import type { KubernetesPlan, SecretSource } from "./plan.ts";

type Secrets = Pick<Workload, "name" | "secrets">;
type Sources = Pick<KubernetesPlan, "secretSources">;

/** The secrets that a workload reads from its environment, by reference. */
export function secretVariables(workload: Secrets, plan: Sources): EnvVar[] {
  return workload.secrets.flatMap((use): EnvVar[] => {
    if (!("environment" in use)) return [];
    const { object: name, key } = sourceOf(workload, use, plan);
    return [{ name: use.environment, valueFrom: { secretKeyRef: { name, key } } }];
  });
}

/** The secrets that a workload reads from files, from whichever Secrets hold them. */
export function secretVolume(workload: Secrets, name: string, plan: Sources): Volume[] {
  const files = workload.secrets.flatMap((use) => ("file" in use ? [use] : []));
  if (files.length === 0) return [];
  const items = files.map((use) => ({ path: use.file, ...sourceOf(workload, use, plan) }));
  const sources = [...Map.groupBy(items, ({ object }) => object)].map(([object, group]) => ({
    secret: { name: object, items: group.map(({ key, path }) => ({ key, path })) },
  }));
  return [{ name, projected: { sources, defaultMode: 0o440 } }];
}

/** Where a secret stands: in a Secret that something else writes, else in the workload's own. */
function sourceOf({ name }: Secrets, use: SecretUse, { secretSources }: Sources): SecretSource {
  const other = "lines" in use ? undefined : secretSources[use.secret];
  return other ?? { object: secretsName(name), key: keyOf(use) };
}

/** The key of a secret in its workload's own Secret. */
export const keyOf = (use: SecretUse): string => ("file" in use ? use.file : use.environment);
