import type { StatementGroup } from "./ottl.ts";
import type { Processor } from "./pipeline.ts";

export interface Transformation {
  readonly traces?: readonly StatementGroup[];
  readonly metrics?: readonly StatementGroup[];
  readonly logs?: readonly StatementGroup[];
}

/**
 * A transform processor. Groups run in their order, each over the whole batch.
 * A statement that fails is logged and skipped, never the batch: the tests hold that none does.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/processor/transformprocessor
 */
export function transform(
  name: string,
  { traces, metrics, logs }: Transformation,
): Processor<"shape"> {
  return {
    kind: "processors",
    role: "shape",
    type: "transform",
    name,
    config: {
      error_mode: "ignore",
      ...(traces && { trace_statements: traces }),
      ...(metrics && { metric_statements: metrics }),
      ...(logs && { log_statements: logs }),
    },
  };
}
