import type { WorkloadName } from "../components/core/names.ts";
import type { GeneratedSecret, SecretsPlan } from "../components/secrets/plan.ts";
import { runningFor } from "./running.ts";
import type { Settings } from "./settings.ts";

type Wants = (settings: Settings) => readonly GeneratedSecret[];

/**
 * What each workload asks the kit to make, where it runs: one row per workload that needs secrets
 * which no operator should have to think of. Its description then uses them by name, like any other:
 *
 *     grafana: () => [password("grafana-admin-password")],
 *
 * An operator's own secret of that name is used instead, and nothing is made.
 */
const WANTED: { readonly [W in WorkloadName]?: Wants } = {};

/** What the kit makes by itself. On one machine nothing: there the operator sets every secret. */
export function secretsPlan(settings: Settings): SecretsPlan {
  return {
    generated: wantedSecrets(settings).filter(({ name }) => !settings.secrets.includes(name)),
  };
}

/** Whether a setting or a workload may name this secret: the operator set it, or the kit makes it. */
export function hasSecret(settings: Settings, name: string): boolean {
  return (
    settings.secrets.includes(name) ||
    wantedSecrets(settings).some((wanted) => wanted.name === name)
  );
}

function wantedSecrets(settings: Settings): GeneratedSecret[] {
  if (settings.platform === "process") return [];
  return runningFor(settings).flatMap(({ workload }) => WANTED[workload]?.(settings) ?? []);
}
