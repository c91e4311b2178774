import type { BinaryOp, Expr, FuncCallExpr } from "@grafana/promql-builder";
import type { Query } from "./promql.ts";
import { growth } from "./promql-growth.ts";
import { PLAIN_INCREASE } from "./promql-series.ts";
import { type QueryTarget, selector, windowText } from "./promql-target.ts";

export { type Dialect, durationText, type QueryTarget } from "./promql-target.ts";

/**
 * A query as text. Long ones break before their operators, so that a changed rule reads well in a
 * review. (The library's own printer wraps every operand in parentheses and knows no dialects.) What
 * growth is in each dialect: `promql-growth.ts`.
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
