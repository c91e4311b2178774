import { askJson, type Backend } from "../ask.ts";
import { NO_TRACE, type Sought, type StoredSpan, type TraceStore } from "./store.ts";

/**
 * Every key of a span's metadata, each value as text: `attributes.gen_ai.agent.name`,
 * `resourceAttributes.service.name`.
 */
type Metadata = Readonly<Record<string, unknown>>;

interface Observation {
  readonly id: string;
  readonly parentObservationId: string | null;
  readonly name?: string | null;
  readonly metadata?: Metadata;
}
interface Page {
  readonly data: readonly Observation[];
  readonly meta: { readonly cursor?: string };
}

/** Longer values are cut, but for the keys that the question names. */
const SHOWN_CHARACTERS = 200;
const PAGE_SIZE = "100";
/** Spans begin before they are sent, by the length of the run. */
const EARLIER_MILLIS = 3_600_000;

/**
 * Version 2 of the observations: the only way of version 4 that shows at once what was sent with
 * `x-langfuse-ingestion-version: 4`; `GET /api/public/traces/{id}` is deprecated and minutes late.
 * https://langfuse.com/docs/api-and-data-platform/features/observations-api
 */
export function langfuseTraces(backend: Backend): TraceStore {
  return {
    find: async (sought) => {
      const short = await pages(backend, sought, []);
      const cut = cutKeys(short);
      const whole = cut.length === 0 ? short : await pages(backend, sought, cut);
      if (whole.length === 0) return NO_TRACE;
      return { spans: whole.map(storedSpan), text: JSON.stringify(whole) };
    },
  };
}

async function pages(
  backend: Backend,
  { traceId, sentMillis }: Sought,
  expanded: readonly string[],
): Promise<Observation[]> {
  const found: Observation[] = [];
  let cursor: string | undefined;
  do {
    const { data, meta }: Page = await askJson(backend, {
      path: "/api/public/v2/observations",
      query: {
        traceId,
        fromStartTime: new Date(sentMillis - EARLIER_MILLIS).toISOString(),
        fields: "basic,io,metadata",
        limit: PAGE_SIZE,
        ...(expanded.length > 0 && { expandMetadata: expanded.join(",") }),
        ...(cursor !== undefined && { cursor }),
      },
    });
    found.push(...data);
    ({ cursor } = meta);
  } while (cursor !== undefined);
  return found;
}

function cutKeys(observations: readonly Observation[]): string[] {
  const keys = observations.flatMap(({ metadata }) =>
    Object.entries(flat(metadata)).flatMap(([key, value]) =>
      value.length >= SHOWN_CHARACTERS ? [key] : [],
    ),
  );
  return [...new Set(keys)];
}

function storedSpan({ id, parentObservationId, name, metadata }: Observation): StoredSpan {
  const texts = flat(metadata);
  const prefix = "attributes.";
  return {
    spanId: id,
    parentSpanId: parentObservationId ?? undefined,
    service: texts["resourceAttributes.service.name"] ?? "",
    name: name ?? "",
    attributes: Object.fromEntries(
      Object.entries(texts).flatMap(([key, value]) =>
        key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
      ),
    ),
  };
}

/** Earlier versions of the answer nest what this one has in one row of keys. */
function flat(value: Metadata | undefined, before = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value ?? {}).flatMap(([key, inner]): [string, string][] => {
      const path = `${before}${key}`;
      if (typeof inner === "object" && inner !== null && !Array.isArray(inner))
        return Object.entries(flat(inner as Metadata, `${path}.`));
      return [[path, typeof inner === "string" ? inner : JSON.stringify(inner)]];
    }),
  );
}
