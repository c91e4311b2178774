import type {
  BinaryOp,
  Expr,
  FuncCallExpr,
  LabelSelector,
  VectorExpr,
} from "@grafana/promql-builder";
import { COMMON_LABELS, type Label, METRICS } from "./metrics.ts";
import type { Query } from "./promql.ts";
import { PLAIN_INCREASE } from "./promql-series.ts";
import { SELF_METRICS } from "./self-metrics.ts";

/** What a store's query language understands. */
export type Dialect = "victoriametrics" | "prometheus";

export interface QueryTarget {
  /** `neutral` is for people: growth stands as `increase`, whatever it takes to get it. */
  readonly dialect: Dialect | "neutral";
  /** What the windows `step` and `range` are here; only dashboards use them. */
  readonly windows?: { readonly step: string; readonly range: string; readonly resolution: string };
  /** Set within a subquery: how far its steps are apart. */
  readonly stepSeconds?: number;
  /** Added to every derived series that has the label: label → regular expression. */
  readonly filters?: Readonly<Partial<Record<Label, string>>>;
}

/**
 * How long the last value of an idle counter is carried forward, in hours. The collector sends a
 * counter only when it moves, and drops it after 24 idle hours: longer than that, so that a counter
 * that comes back is known either by its last value or as restarted.
 */
const CARRY_HOURS = 25;

/**
 * A query as text. Long ones break before their operators, so that a changed rule reads well in a
 * review. (The library's own printer wraps every operand in parentheses and knows no dialects.)
 *
 * In VictoriaMetrics a counter's growth is `increase_pure` over carried-forward values. Plain
 * `increase` sees 0 in a counter whose first value is its only one, and `increase_pure` takes all
 * that an agent ever did for growth when its last sample is older than the window and 5 minutes:
 * https://docs.victoriametrics.com/victoriametrics/metricsql/#increase_pure
 * Prometheus' `increase` needs two samples in the window: it misses the first of a new counter, and
 * all that a counter did that moves less often than that. There growth is a difference of two
 * values: `grownInPrometheus`. See docs/decisions/0022.
 */
export function queryText(query: Query, target: QueryTarget): string {
  return print(query.build(), target, "");
}

const WIDTH = 96;

function print(expr: Expr, target: QueryTarget, indent: string): string {
  const line = oneLine(expr, target);
  if (indent.length + line.length <= WIDTH || expr.type !== "binaryExpr") return line;
  const side = (operand: Expr, right: boolean): string => {
    if (!needsParentheses(expr.op, operand, right)) return print(operand, target, indent);
    const inner = oneLine(operand, target);
    if (indent.length + inner.length + 6 <= WIDTH) return `(${inner})`;
    return `(\n${indent}  ${print(operand, target, `${indent}  `)}\n${indent})`;
  };
  const short = expr.left.type === "numberLiteralExpr" || expr.right.type === "numberLiteralExpr";
  const gap = short ? " " : `\n${indent}`;
  return `${side(expr.left, false)}${gap}${operator(expr)} ${side(expr.right, true)}`;
}

function oneLine(expr: Expr, target: QueryTarget): string {
  switch (expr.type) {
    case "numberLiteralExpr":
      return String(expr.value);
    case "stringLiteralExpr":
      return JSON.stringify(expr.value);
    case "vectorExpr":
      return (
        selector(expr, target) + (expr.range === "" ? "" : `[${windowText(expr.range, target)}]`)
      );
    case "aggregationExpr": {
      const by = expr.by.length > 0 ? ` by (${expr.by.join(", ")}) ` : "";
      const parameter = expr.param ? `${oneLine(expr.param, target)}, ` : "";
      return `${expr.op}${by}(${parameter}${oneLine(expr.expr, target)})`;
    }
    case "funcCallExpr":
      return growth(expr, target) ?? call(expr, target);
    case "binaryExpr": {
      const side = (operand: Expr, right: boolean): string => {
        const text = oneLine(operand, target);
        return needsParentheses(expr.op, operand, right) ? `(${text})` : text;
      };
      return `${side(expr.left, false)} ${operator(expr)} ${side(expr.right, true)}`;
    }
    case "unaryExpr":
      return `${expr.op}(${oneLine(expr.expr, target)})`;
    case "subqueryExpr": {
      const step = expr.resolution ? windowText(expr.resolution, target) : "";
      const inner = { ...target, stepSeconds: Number.parseInt(expr.resolution ?? "") };
      return `(${oneLine(expr.expr, inner)})[${windowText(expr.range, target)}:${step}]`;
    }
  }
}

function call(expr: FuncCallExpr, target: QueryTarget): string {
  const name = expr.function === PLAIN_INCREASE ? "increase" : expr.function;
  return `${name}(${expr.args.map((arg) => oneLine(arg, target)).join(", ")})`;
}

/**
 * `increase` and `rate` of a derived counter; undefined for anything else. Of the kit's own counters
 * only the increase: they come all the time, so their rate needs no carrying, but those that count
 * failures appear with the first one.
 */
function growth(expr: FuncCallExpr, target: QueryTarget): string | undefined {
  const [counter] = expr.args;
  const { dialect } = target;
  const grows = expr.function === "increase" || expr.function === "rate";
  if (!grows || counter?.type !== "vectorExpr" || dialect === "neutral") return undefined;
  const isOwn = expr.function === "increase" && OWN_SERIES.has(counter.metric);
  if (!isOwn && !labelsOf(counter.metric)) return undefined;
  if (expr.function === "increase" && dialect === "prometheus")
    return grownInPrometheus(counter, target);
  const name = expr.function === "increase" ? "increase_pure" : "rate";
  const carried = `last_over_time(${selector(counter, target)}[${CARRY_HOURS}h])`;
  return `${name}(${carried}[${windowText(counter.range, target)}:${resolution(counter.range, target)}])`;
}

/**
 * What a counter has now less what it had when the window began, however long it has rested since:
 * exact, nothing is extrapolated. One that was not there then began in the window, and one that is
 * lower now began anew: all that it has is growth. Over a restart within the window Prometheus' own
 * `increase` sums up the two parts, and estimates.
 */
function grownInPrometheus(counter: VectorExpr, target: QueryTarget): string {
  const of = selector(counter, target);
  const window = windowText(counter.range, target);
  const now = `last_over_time(${of}[${window}])`;
  const before = `last_over_time(${of}[${CARRY_HOURS}h] offset ${window})`;
  const restarted = `increase(${of}[${window}]) and resets(${of}[${window}]) > 0`;
  return `(${restarted} or ${now} - ${before} >= 0 or ${now} or 0 * ${before})`;
}

const OWN_SERIES = new Set<string>(Object.values(SELF_METRICS).map(({ prometheus }) => prometheus));

/**
 * How finely carried values are looked at: a tenth of the window, from 5 to 30 seconds. Over the
 * steps of a subquery, of which there are many, a twelfth of a step.
 */
function resolution(range: string, { windows, stepSeconds }: QueryTarget): string {
  if (windows && (range === "step" || range === "range")) return windows.resolution;
  if (stepSeconds) return `${Math.max(5, Math.floor(stepSeconds / 12))}s`;
  return `${Math.min(30, Math.max(5, Math.floor(Number.parseInt(range) / 10)))}s`;
}

function windowText(range: string, { windows }: QueryTarget): string {
  if (range !== "step" && range !== "range") return durationText(Number.parseInt(range));
  if (!windows) throw new Error(`the window "${range}" means something on a dashboard only`);
  return windows[range];
}

/** `3600` → `1h`: Grafana and Prometheus store normalised durations, others never compare equal. */
export function durationText(seconds: number): string {
  if (seconds > 0 && seconds % 86_400 === 0) return `${seconds / 86_400}d`;
  if (seconds > 0 && seconds % 3_600 === 0) return `${seconds / 3_600}h`;
  if (seconds > 0 && seconds % 60 === 0) return `${seconds / 60}m`;
  return `${seconds}s`;
}

function selector(expr: VectorExpr, { filters = {} }: QueryTarget): string {
  const labels = labelsOf(expr.metric) ?? [];
  const added = Object.entries(filters)
    .filter(([label]) => labels.includes(label))
    .map(([name, value]): LabelSelector => ({ name, operator: "=~", value }));
  const matchers = [...expr.labels, ...added].map(
    ({ name, operator: op, value }) => `${name}${op}${JSON.stringify(value)}`,
  );
  return matchers.length > 0 ? `${expr.metric}{${matchers.join(",")}}` : expr.metric;
}

const LABELS_BY_SERIES = new Map<string, readonly string[]>(
  Object.values(METRICS).flatMap(({ prometheus, kind, labels }) =>
    (kind === "histogram" ? ["_bucket", "_count", "_sum"] : [""]).map(
      (suffix): [string, readonly string[]] => [prometheus + suffix, [...COMMON_LABELS, ...labels]],
    ),
  ),
);

/** Labels of a derived series, or undefined when the name is not one. */
function labelsOf(name: string): readonly string[] | undefined {
  return LABELS_BY_SERIES.get(name);
}

// https://prometheus.io/docs/prometheus/latest/querying/operators/#binary-operator-precedence
const PRECEDENCE: readonly (readonly BinaryOp[])[] = [
  ["or"],
  ["and", "unless"],
  ["==", "!=", "<=", "<", ">=", ">"],
  ["+", "-"],
  ["*", "/", "%", "atan2"],
  ["^"],
];
const strength = (op: BinaryOp) => PRECEDENCE.findIndex((level) => level.includes(op));

function needsParentheses(parent: BinaryOp, operand: Expr, right: boolean): boolean {
  if (operand.type !== "binaryExpr") return false;
  const difference = strength(operand.op) - strength(parent);
  return difference < 0 || (difference === 0 && (right || parent === "^"));
}

function operator(expr: Extract<Expr, { type: "binaryExpr" }>): string {
  const match = expr.matchType
    ? ` ${expr.matchType === "on" ? "on" : "ignoring"} (${(expr.matchLabels ?? []).join(", ")})`
    : "";
  const group = expr.groupModifier
    ? ` group_${expr.groupModifier} (${(expr.groupLabels ?? []).join(", ")})`
    : "";
  return expr.op + match + group;
}
