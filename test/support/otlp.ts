/** OTLP as JSON, as far as the tests read and write it: https://opentelemetry.io/docs/specs/otlp/ */
export type AnyValue =
  | { stringValue: string }
  | { boolValue: boolean }
  | { intValue: string | number }
  | { doubleValue: number }
  | { bytesValue: string }
  | { arrayValue: { values?: AnyValue[] } }
  | { kvlistValue: { values?: KeyValue[] } }
  | Record<string, never>;
export interface KeyValue {
  key: string;
  value: AnyValue;
}

export interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  /** 2 is a server's, 3 a client's. */
  kind?: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes?: KeyValue[];
  events?: { name: string; timeUnixNano?: string; attributes?: KeyValue[] }[];
  links?: { traceId: string; spanId: string; attributes?: KeyValue[] }[];
  status?: { code?: number; message?: string };
  traceState?: string;
}
export interface ResourceSpans {
  resource?: { attributes?: KeyValue[] };
  scopeSpans: {
    scope?: { name?: string; version?: string; attributes?: KeyValue[] };
    spans: OtlpSpan[];
  }[];
}
export interface Traces {
  resourceSpans: ResourceSpans[];
}

interface Point {
  attributes?: KeyValue[];
  asInt?: string | number;
  asDouble?: number;
  count?: string | number;
  sum?: number;
  bucketCounts?: (string | number)[];
  explicitBounds?: number[];
}
interface Points {
  dataPoints: Point[];
}
export interface Metrics {
  resourceMetrics: {
    resource?: { attributes?: KeyValue[] };
    scopeMetrics: {
      metrics: { name: string; unit?: string; sum?: Points; gauge?: Points; histogram?: Points }[];
    }[];
  }[];
}

/** A plain value in place of OTLP's tagged one. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

function plain(value: AnyValue): Plain {
  if ("stringValue" in value) return value.stringValue;
  if ("boolValue" in value) return value.boolValue;
  if ("intValue" in value) return Number(value.intValue);
  if ("doubleValue" in value) return value.doubleValue;
  if ("arrayValue" in value) return (value.arrayValue.values ?? []).map(plain);
  if ("kvlistValue" in value) return attributesOf(value.kvlistValue.values);
  if ("bytesValue" in value) return value.bytesValue;
  return null;
}

export const attributesOf = (list: readonly KeyValue[] = []): Record<string, Plain> =>
  Object.fromEntries(list.map(({ key, value }) => [key, plain(value)]));

export function anyValue(value: Plain): AnyValue {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number")
    return Number.isInteger(value) ? { intValue: value } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return value === null ? {} : { kvlistValue: { values: keyValues(value) } };
}

export const keyValues = (values: Readonly<Record<string, Plain>>): KeyValue[] =>
  Object.entries(values).map(([key, value]) => ({ key, value: anyValue(value) }));

/** As a label would show it. */
export const shown = (value: Plain | undefined): string =>
  typeof value === "string" ? value : JSON.stringify(value ?? null);
