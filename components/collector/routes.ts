import type { Destination, TraceChoice } from "./plan.ts";

/** A choice of traces and everyone who made it: they share one pipeline and one sampling buffer. */
export interface Route extends TraceChoice {
  /** The pipeline is called after it. */
  readonly name: "sample" | "genai" | "sample-genai" | "all";
  /** Names of destinations. */
  readonly destinations: readonly string[];
}

/** The choices in the order in which destinations make them. */
export function routesOf(destinations: readonly Destination[]): Route[] {
  const routes = new Map<Route["name"], Route>();
  for (const { name, traces } of destinations) {
    if (!traces) continue;
    const route = routeName(traces);
    const others = routes.get(route)?.destinations ?? [];
    routes.set(route, { name: route, ...traces, destinations: [...others, name] });
  }
  return [...routes.values()];
}

function routeName({ which, sampled }: TraceChoice): Route["name"] {
  if (sampled) return which === "all" ? "sample" : "sample-genai";
  return which === "genai" ? "genai" : "all";
}

/** Whether a trace must wait until it is whole: only every trace, unsampled, goes out at once. */
export const isBuffered = ({ which, sampled }: TraceChoice): boolean =>
  sampled || which === "genai";
