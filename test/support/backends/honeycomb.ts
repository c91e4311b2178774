import type { HoneycombContents } from "../../../cli/verify/stores/honeycomb-contents.ts";
import { HONEYCOMB } from "../contracts.ts";
import type { Plain } from "../otlp.ts";
import { type Answer, type Asked, startStrict, type StrictServer } from "../strict-http.ts";
import { type Faults, faultOf, isLate, kept } from "./faults.ts";
import { otelPoints } from "./otel-points.ts";

/** With the right to manage and run queries; the ingest key has none. */
export const CONFIGURATION_KEY = "hcaxk_0123456789";

/** One event: a span, or the values of a metric. */
type Event = Readonly<Record<string, Plain | undefined>>;

interface Spec {
  readonly calculations?: readonly { readonly op: string; readonly column?: string }[];
  readonly breakdowns?: readonly string[];
  readonly filters?: readonly {
    readonly column: string;
    readonly op: string;
    readonly value: string;
  }[];
  readonly filter_combination?: string;
  readonly time_range?: number;
}
const SPEC = ["calculations", "breakdowns", "filters", "filter_combination", "time_range"];

const problem = (status: number, error: string): Answer => ({ status, body: { status, error } });

/**
 * An environment with one dataset a service and one for metrics.
 * https://api-docs.honeycomb.io/api/query-data, https://docs.honeycomb.io/api/rate-limit
 */
export function startHoneycomb(faults: Faults, contents: HoneycombContents): Promise<StrictServer> {
  const specs = new Map<string, Spec>();
  const results = new Map<
    string,
    { readonly spec: Spec; readonly dataset: string; asked: number }
  >();
  let server: StrictServer;

  const eventsOf = (dataset: string): Event[] => {
    if (dataset === "agentobs-metrics") return otelPoints(server.metrics(), faults.lostMetric);
    const spans = kept(server.spans(), faults).map(
      ({ traceId, spanId, parentSpanId, ...span }) => ({
        ...span.resource,
        ...span.plain,
        "trace.trace_id": traceId,
        "trace.span_id": spanId,
        ...(parentSpanId && { "trace.parent_id": parentSpanId }),
        name: span.name,
      }),
    );
    return spans.filter(
      (event: Event) => dataset === "__all__" || event["service.name"] === dataset,
    );
  };
  const columnsOf = (dataset: string): Map<string, string> =>
    new Map(
      eventsOf(dataset).flatMap((event) =>
        Object.entries(event).map(([key, value]) => [
          key,
          typeof value === "string" ? "string" : typeof value === "boolean" ? "boolean" : "float",
        ]),
      ),
    );

  const create = (dataset: string, spec: Spec): Answer => {
    const unknown = Object.keys(spec).find((key) => !SPEC.includes(key));
    if (unknown !== undefined) return problem(422, `unknown field ${unknown}`);
    if (!Number.isInteger(spec.time_range))
      return problem(422, "time_range must be a whole number");
    const columns = columnsOf(dataset);
    const named = [
      ...(spec.calculations ?? []).flatMap(({ column }) => column ?? []),
      ...(spec.breakdowns ?? []),
      ...(spec.filters ?? []).map(({ column }) => column),
    ];
    const missing = named.find((column) => !columns.has(column));
    if (missing !== undefined) return problem(422, `unknown column: ${missing}`);
    if ((spec.filters ?? []).length > 100) return problem(422, "too many filters");
    const counts = (spec.calculations ?? []).some(({ op }) => op === "COUNT");
    if (dataset === "agentobs-metrics" && counts) return problem(422, "COUNT is not for metrics");
    const id = `query-${specs.size}`;
    specs.set(id, spec);
    return { status: 200, body: { ...spec, id } };
  };
  const run = (dataset: string, body: { query_id?: string }): Answer => {
    if (faults.tooMany) {
      faults.tooMany--;
      // No Retry-After here, says the documentation.
      const headers = { RateLimit: "limit=10, remaining=0, reset=1" };
      return { ...problem(429, "You have exceeded your rate limit."), headers };
    }
    const spec = specs.get(body.query_id ?? "");
    if (!spec) return problem(404, "no such query");
    const id = `result-${results.size}`;
    results.set(id, { spec, dataset, asked: 0 });
    return { status: 201, body: { id, complete: false, data: { results: [] } } };
  };
  const show = (id: string): Answer => {
    const result = results.get(id);
    if (!result) return problem(404, "no such result");
    // The first look is always too early.
    if (result.asked++ === 0) return { status: 200, body: { id, complete: false } };
    const events = isLate(faults) ? [] : eventsOf(result.dataset);
    const rows = grouped(events, result.spec).map((data) => ({ data }));
    return { status: 200, body: { id, complete: true, data: { results: rows } } };
  };

  const ask = ({ path, method, headers, body }: Asked): Answer | undefined => {
    const [, one, kind, dataset = "", id] = path.split("/").map(decodeURIComponent);
    if (one !== "1") return undefined;
    if (headers["x-honeycomb-team"] !== CONFIGURATION_KEY)
      return problem(401, "unknown API key - check your credentials");
    const { tooMany } = faults;
    faults.tooMany = 0;
    const fault = faultOf(faults, { status: 429 });
    faults.tooMany = tooMany ?? 0;
    if (fault) return fault;
    const json = () => JSON.parse(body.toString()) as object;
    const key = `${method} ${kind ?? ""}`;
    if (key === "POST queries") return create(dataset, json());
    if (key === "POST query_results") return run(dataset, json());
    if (key === "GET query_results") return show(id ?? "");
    if (key === "GET columns")
      return {
        status: 200,
        body: [...columnsOf(dataset)].map(([key_name, type]) => ({ key_name, type })),
      };
    if (key === "GET triggers")
      return {
        status: 200,
        body: (contents.triggers[dataset] ?? []).map((name) => ({ name, disabled: false })),
      };
    if (key === "GET boards")
      return { status: 200, body: contents.boards.map((name) => ({ name })) };
    return problem(404, `there is no ${method} ${path}`);
  };
  return startStrict(HONEYCOMB, { asked: ask }).then((started) => (server = started));
}

function grouped(events: readonly Event[], spec: Spec): Event[] {
  const { breakdowns = [], calculations = [], filters = [], filter_combination: how } = spec;
  const holds = (event: Event) => (filter: (typeof filters)[number]) => {
    const value = event[filter.column];
    return filter.op === "="
      ? value === filter.value
      : typeof value === "string" && value.includes(filter.value);
  };
  const groups = new Map<string, Event[]>();
  for (const event of events) {
    const matches = how === "OR" ? filters.some(holds(event)) : filters.every(holds(event));
    if (!matches) continue;
    const key = JSON.stringify(breakdowns.map((column) => event[column] ?? null));
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return [...groups.values()].map((own) => ({
    ...Object.fromEntries(breakdowns.map((column) => [column, own[0]?.[column] ?? null])),
    ...Object.fromEntries(
      calculations.map(({ op, column = "" }) =>
        op === "COUNT"
          ? ["COUNT", own.length]
          : [`${op}(${column})`, own.filter((event) => column in event).length],
      ),
    ),
  }));
}
