import type { Exporter, NonEmpty, Outlet, Processor } from "./pipeline.ts";
import type { CollectorPlan } from "./plan.ts";
import { redactSpans } from "./redact.ts";
import { isBuffered, type Route } from "./routes.ts";
import { tailSampling, tidySpans } from "./sample.ts";
import { transform } from "./transform.ts";

/** One way out for each choice of traces. Each cleans what it sends: none can be forgotten. */
export function outletFor(
  plan: CollectorPlan,
  route: Route,
  exporters: NonEmpty<Exporter>,
): Outlet {
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
