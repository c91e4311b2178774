import { parser } from "@prometheus-io/lezer-promql";

type Tree = ReturnType<typeof parser.parse>;
type Node = ReturnType<Tree["resolve"]>;

/** Where Prometheus' own grammar stops understanding a query; undefined when it understands all. */
export function syntaxError(query: string): string | undefined {
  const wrong = nodes(query).find(({ type }) => type.isError);
  return wrong && `at ${wrong.from}: ${query.slice(wrong.from, wrong.from + 40)}`;
}

/** A series that a query reads, and what reads it. */
export interface Read {
  readonly selector: string;
  /** Its window, without brackets. */
  readonly window: string | undefined;
  /** The function around the window. */
  readonly by: string | undefined;
}

export function seriesRead(query: string): readonly Read[] {
  return nodes(query)
    .filter(({ name }) => name === "VectorSelector")
    .map((node) => {
      const matrix = node.parent?.name === "MatrixSelector" ? node.parent : undefined;
      const offset = matrix?.parent?.name === "OffsetExpr" ? matrix.parent : matrix;
      const call = offset?.parent?.parent;
      const text = ({ from, to }: Node) => query.slice(from, to);
      const range = matrix && text(matrix).slice(text(node).length);
      const name = call?.name === "FunctionCall" ? call.firstChild : undefined;
      return {
        selector: text(node),
        window: range?.replaceAll(/[[\]]/g, ""),
        by: name ? text(name) : undefined,
      };
    });
}

function nodes(query: string): readonly Node[] {
  const found: Node[] = [];
  parser.parse(query).iterate({
    enter: ({ node }) => {
      found.push(node);
    },
  });
  return found;
}
