import { LABELS } from "../components/core/metrics.ts";
import { VERIFY_AGENT } from "../components/core/names.ts";
import type { Filter } from "../components/managed/honeycomb/api.ts";
import type { AgentMatchers } from "./shares.ts";

/** Runs of `make verify` are no traffic: no rule counts them. */
export function where({
  gen_ai_agent_name: agent,
  service_name: service,
}: AgentMatchers): Filter[] {
  return [
    ...(typeof agent === "string"
      ? []
      : [{ column: LABELS.gen_ai_agent_name, op: "!=", value: VERIFY_AGENT } as const]),
    ...matching(LABELS.gen_ai_agent_name, agent),
    ...matching(LABELS.service_name, service),
  ];
}

function matching(
  column: string,
  matcher: string | { readonly noneOf: readonly string[] } | undefined,
): Filter[] {
  if (matcher === undefined) return [];
  if (typeof matcher === "string") return [{ column, op: "=", value: matcher }];
  return [{ column, op: "not-in", value: matcher.noneOf }];
}
