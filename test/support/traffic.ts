import { randomBytes } from "node:crypto";
import { keyValues, type OtlpSpan, type Plain, type ResourceSpans, type Traces } from "./otlp.ts";

export interface SpanOptions
  extends Omit<Partial<OtlpSpan>, "attributes" | "startTimeUnixNano" | "endTimeUnixNano"> {
  readonly attributes?: Readonly<Record<string, Plain>>;
  /** Shape of the OTLP attributes that plain values can't say. */
  readonly raw?: OtlpSpan["attributes"];
  readonly seconds?: number;
}

const id = (bytes: number): string => randomBytes(bytes).toString("hex");
export const traceId = (): string => id(16);
export const spanId = (): string => id(8);

/** A span that ends now and took `seconds` (1 by default). */
export function span({ attributes = {}, raw = [], seconds = 1, ...rest }: SpanOptions): OtlpSpan {
  const end = BigInt(Date.now()) * 1_000_000n;
  return {
    traceId: traceId(),
    spanId: spanId(),
    name: "span",
    startTimeUnixNano: String(end - BigInt(Math.round(seconds * 1e9))),
    endTimeUnixNano: String(end),
    ...rest,
    attributes: [...keyValues(attributes), ...raw],
  };
}

/** Spans of one service, in one request. */
export function traces(
  spans: OtlpSpan[],
  resource: Readonly<Record<string, Plain>> = { "service.name": "shop" },
  scope: ResourceSpans["scopeSpans"][number]["scope"] = { name: "test" },
): Traces {
  return {
    resourceSpans: [
      { resource: { attributes: keyValues(resource) }, scopeSpans: [{ scope, spans }] },
    ],
  };
}

export const inference = (attributes: Readonly<Record<string, Plain>> = {}) => ({
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "openai",
  "gen_ai.request.model": "gpt-4o-mini",
  ...attributes,
});
