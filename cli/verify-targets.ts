import type { Destination } from "../components/collector/plan.ts";
import { secretValues } from "./secret-values.ts";
import type { Endpoints } from "./endpoints.ts";
import { managedOf, managedSecrets } from "./verify-managed.ts";
import type { Stack } from "./stack-file.ts";
import type { Targets } from "./verify/target.ts";
import { targetsOf } from "./verify/targets.ts";

/** Every destination of a stack, with what verify needs to ask it. */
export async function stackTargets(stack: Stack, endpoints: Endpoints): Promise<Targets> {
  const { destinations } = stack.plan.collector;
  const names = [...destinations.flatMap(secretsToAsk), ...managedSecrets(stack.plan)];
  const secretValue = await secretValues(stack, names);
  return targetsOf(destinations, endpoints, secretValue, managedOf(stack.plan, secretValue));
}

/** The secrets that a question to this destination needs. */
function secretsToAsk({ kind, address, queryUrl, headerSecrets, basicAuth }: Destination) {
  // These are asked with other credentials than the collector sends with.
  if (kind === "grafana-cloud" || kind === "honeycomb" || kind === "otlp") return [];
  if (queryUrl === undefined && !("workload" in address)) return [];
  const user = basicAuth?.user;
  return [
    ...Object.values(headerSecrets),
    ...(typeof user === "object" ? [user.secret] : []),
    ...(basicAuth ? [basicAuth.passwordSecret] : []),
  ];
}
