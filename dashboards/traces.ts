import { type Label, LABELS } from "../components/core/metrics.ts";
import type { Panel } from "./panel.ts";
import type { TraceStore, TracesPlan } from "./plan.ts";

export interface TraceLink {
  readonly title: string;
  readonly url: string;
}

/** Which traces: values, or the places that a page fills with values (`$` + `{…}`). */
export interface TraceSearch {
  /** By metric label, `service_name` among them: Jaeger can't search without. */
  readonly labels: Readonly<Partial<Record<Label, string>>>;
  /** Milliseconds of Unix time. */
  readonly from: string;
  readonly to: string;
}

/** Labels that spans carry as an attribute of the same meaning. Others are the collector's own. */
const ON_SPANS = [
  "service_name",
  "gen_ai_agent_name",
  "gen_ai_tool_name",
  "gen_ai_request_model",
  "error_type",
] as const satisfies readonly Label[];

/** How Grafana knows each trace store: for people, and the page's variable that chooses a data source. */
export const IN_GRAFANA: Readonly<Record<TraceStore, { name: string; variable: string }>> = {
  jaeger: { name: "Jaeger", variable: "jaeger_datasource" },
  tempo: { name: "Tempo", variable: "tempo_datasource" },
};

/** Labels by which the traces behind a series or a row of the panel are found. */
export function tracedLabels(panel: Panel): readonly (typeof ON_SPANS)[number][] {
  if (panel.kind === "table")
    return panel.traces ? ON_SPANS.filter((label) => label in panel.rows) : [];
  if (panel.kind !== "timeseries" || !panel.traces) return [];
  const [{ legend }] = panel.queries;
  return ON_SPANS.filter((label) => legend.includes(`{{${label}}}`));
}

/** Links to the traces behind a number, and to the failed ones among them, in every trace store. */
export function traceLinks(traces: TracesPlan, search: TraceSearch): readonly TraceLink[] {
  return [
    ...(traces.jaegerUrl ? both("Jaeger", (failed) => jaeger(traces, search, failed)) : []),
    ...(traces.inGrafana ?? []).flatMap((store) =>
      both(IN_GRAFANA[store].name, (failed) =>
        explore(store, EXPLORED[store](search, failed), search),
      ),
    ),
    ...(traces.langfuseUrl ? [{ title: "Traces in Langfuse", url: langfuse(traces, search) }] : []),
  ];
}

function both(name: string, url: (failed: boolean) => string): readonly TraceLink[] {
  return [
    { title: `Traces in ${name}`, url: url(false) },
    { title: `Failed traces in ${name}`, url: url(true) },
  ];
}

/** https://www.jaegertracing.io/docs/latest/architecture/apis/ : the search page takes the same. */
function jaeger({ jaegerUrl = "" }: TracesPlan, search: TraceSearch, failed: boolean): string {
  const { service_name: service = "", ...others } = search.labels;
  const tags = {
    ...Object.fromEntries(
      Object.entries(others).map(([label, value]) => [LABELS[label as Label], value]),
    ),
    ...(failed ? { error: "true" } : {}),
  };
  // Jaeger wants microseconds.
  const time = `lookback=custom&start=${search.from}000&end=${search.to}000`;
  const query = `service=${encoded(service)}&tags=${encoded(JSON.stringify(tags))}`;
  return `${jaegerUrl}/search?${query}&${time}&limit=50`;
}

/**
 * A search in Grafana's Explore.
 * https://grafana.com/docs/grafana/latest/explore/get-started-with-explore/#generate-explore-urls-from-external-tools
 */
function explore(store: TraceStore, search: object, { from, to }: TraceSearch): string {
  const uid = `\${${IN_GRAFANA[store].variable}}`;
  const query = { refId: "A", datasource: { type: store, uid }, ...search };
  const panes = { traces: { datasource: uid, queries: [query], range: { from, to } } };
  return `/explore?schemaVersion=1&panes=${encoded(JSON.stringify(panes))}`;
}

/** The search in the words of each store's query editor. */
const EXPLORED: Readonly<
  Record<TraceStore, (search: TraceSearch, failed: boolean) => { readonly queryType: string }>
> = {
  /** https://grafana.com/docs/grafana/latest/datasources/jaeger/query-editor/#search-for-traces */
  jaeger: ({ labels: { service_name: service = "", ...others } }, failed) => {
    const tags = [
      ...Object.entries(others).map(([label, value]) => `${LABELS[label as Label]}="${value}"`),
      ...(failed ? ["error=true"] : []),
    ];
    return { queryType: "search", service, tags: tags.join(" "), limit: 50 };
  },
  /** https://grafana.com/docs/tempo/latest/traceql/ */
  tempo: ({ labels: { service_name: service, ...others } }, failed) => {
    const conditions = [
      ...(service === undefined ? [] : [`resource.service.name = "${service}"`]),
      ...Object.entries(others).map(
        ([label, value]) => `span.${LABELS[label as Label]} = "${value}"`,
      ),
      ...(failed ? ["status = error"] : []),
    ];
    return { queryType: "traceql", query: `{ ${conditions.join(" && ")} }`, limit: 50 };
  },
};

/** Langfuse names a trace by its first span, which names the agent. */
function langfuse({ langfuseUrl = "" }: TracesPlan, { labels }: TraceSearch): string {
  const name = labels.gen_ai_agent_name ?? labels.service_name ?? "";
  return `${langfuseUrl}/traces?search=${encoded(name)}`;
}

/** Encoded for a URL, the places that Grafana fills left as they are. */
function encoded(text: string): string {
  return text
    .split(/(\$\{[^}]*\})/)
    .map((part) => (part.startsWith("\${") ? part : encodeURIComponent(part)))
    .join("");
}
