import type { Query } from "../components/core/promql.ts";
import { type QueryTarget, queryText } from "../components/core/promql-text.ts";
import type { AlertsPlan } from "./plan.ts";

/** A rule's query as a backend gets it: in a store of several stacks it asks of the own one. */
export function ruleText(
  query: Query,
  { environment, pushedEverySeconds }: Pick<AlertsPlan, "environment" | "pushedEverySeconds">,
  dialect: QueryTarget["dialect"],
): string {
  const shared = pushedEverySeconds !== undefined;
  return queryText(query, { dialect, ...(shared && { reportedFrom: environment }) });
}
