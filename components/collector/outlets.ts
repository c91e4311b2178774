import type { Exporter, NonEmpty, Outlet, Processor } from "./pipeline.ts";
import type { CollectorPlan } from "./plan.ts";
import { redactSpans } from "./redact.ts";
import { tailSampling, tidySpans } from "./sample.ts";
import { transform } from "./transform.ts";

/** The ways out for traces. Each cleans what it sends: none can be forgotten. */
export function outlets(plan: CollectorPlan, exporters: NonEmpty<Exporter>): NonEmpty<Outlet> {
  return [
    { name: "sample", sampler: tailSampling(plan.sampling), shape: [clean(plan)], exporters },
  ];
}

function clean({ content }: CollectorPlan): Processor<"shape"> {
  const { capture, patterns, redactAt = "export" } = content;
  const tidy = tidySpans(capture);
  return redactAt === "ingest"
    ? transform("tidy", { traces: tidy })
    : transform("redact", { traces: [...redactSpans(patterns), ...tidy] });
}
