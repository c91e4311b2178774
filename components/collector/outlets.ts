import { type Exporters, someone } from "./export.ts";
import type { Exporter, NonEmpty, Outlet, Processor } from "./pipeline.ts";
import type { CollectorPlan } from "./plan.ts";
import { redactSpans } from "./redact.ts";
import { isBuffered, type Route, routesOf } from "./routes.ts";
import { tailSampling, tidySpans } from "./sample.ts";
import { transform } from "./transform.ts";

/**
 * One way out for each choice of traces, to everyone who made it.
 * @throws ProblemError when no destination takes the traces.
 */
export function outlets(plan: CollectorPlan, made: Exporters): NonEmpty<Outlet> {
  const ways = routesOf(plan.destinations).map((route) =>
    outletFor(plan, route, someone(made.traces(route), "traces")),
  );
  return someone(ways, "traces");
}

/** Each cleans what it sends: none can be forgotten. */
function outletFor(plan: CollectorPlan, route: Route, exporters: NonEmpty<Exporter>): Outlet {
  return {
    name: route.name,
    ...(isBuffered(route) && { sampler: tailSampling(plan.sampling, route) }),
    shape: [clean(plan)],
    exporters,
  };
}

function clean({ content }: CollectorPlan): Processor<"shape"> {
  const { capture, patterns, redactAt = "export" } = content;
  const tidy = tidySpans(capture);
  return redactAt === "ingest"
    ? transform("tidy", { traces: tidy })
    : transform("redact", { traces: [...redactSpans(patterns), ...tidy] });
}
