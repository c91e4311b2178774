import { attributesOf, type OtlpSpan, type Plain, type Traces } from "./otlp.ts";

export interface SeenSpan extends OtlpSpan {
  readonly plain: Record<string, Plain>;
  readonly resource: Record<string, Plain>;
  readonly scope: string;
}

/** Every span of the batches, with plain attributes. */
export function spansOf(batches: readonly Traces[]): SeenSpan[] {
  return batches.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap(({ scope, spans }) =>
        spans.map((span) => ({
          ...span,
          plain: attributesOf(span.attributes),
          resource: attributesOf(resource?.attributes),
          scope: scope?.name ?? "",
        })),
      ),
    ),
  );
}
