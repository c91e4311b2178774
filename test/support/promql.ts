import { join } from "node:path";
import { METRICS } from "../../components/core/metrics.ts";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";

/** Every series name that the metrics tables allow. */
export const SERIES: ReadonlySet<string> = new Set([
  ...[...Object.values(METRICS), ...Object.values(SELF_METRICS)].flatMap(({ prometheus, kind }) =>
    kind === "histogram"
      ? ["_bucket", "_count", "_sum"].map((suffix) => prometheus + suffix)
      : [prometheus],
  ),
]);

const WORDS = new Set([
  "by",
  "offset",
  "and",
  "or",
  "unless",
  "on",
  "ignoring",
  "group_left",
  "group_right",
]);

/** Names of the metrics in a query, read from its text: what is no function, label or keyword. */
export function metricNamesIn(query: string): readonly string[] {
  const bare = query
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/\{[^}]*\}/g, "")
    .replace(/\[[^\]]*\]/g, "")
    .replace(/\boffset \d+[smhd]/g, "")
    .replace(/\b(?:by|on|ignoring|group_left|group_right) \([^)]*\)/g, "");
  const names = [...bare.matchAll(/[a-zA-Z_:][\w:]*(?![\w:]*\s*\()/g)].map(([name]) => name);
  return [...new Set(names.filter((name) => !WORDS.has(name)))];
}

export const RUNBOOKS = join(import.meta.dirname, "../../docs/runbooks");

/** The queries of a runbook: its code blocks marked `promql`. */
export function queriesOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/```promql\n([^`]*)```/g)].map(([, query = ""]) => query.trim());
}
