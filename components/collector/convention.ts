import type { Condition, Value } from "./ottl.ts";

/** Where a source is the span's own name and no attribute. */
export const SPAN_NAME = "span.name";

/** Target attribute and its sources, the best first. Nothing that is there is overwritten. */
export type Copies = readonly (readonly [target: string, ...sources: string[]])[];

/** Targets that are a part of a text: `pattern` names it as the group `value`. */
export type Parts = readonly (readonly [
  target: string,
  source: string,
  pattern: string,
  when?: Condition,
])[];

/**
 * How one family of SDKs writes its spans. Source attributes are those seen in
 * traffic of the versions named.
 */
export interface Convention {
  /** Label `convention` of `agent_spans_total`. */
  readonly id: string;
  readonly seenIn: string;
  /** What only this family's spans carry. The first row that matches names the convention. */
  readonly marker: Condition;
  /** Where the operation follows from another attribute, by exact value or by pattern. */
  readonly operation?: {
    readonly from: Value;
    readonly equals?: Readonly<Record<string, string>>;
    readonly matches?: Readonly<Record<string, string>>;
    /** Even where the span has an operation already. */
    readonly overrules?: true;
  };
  /** Copies where `when` holds; tried before `copies`. */
  readonly copiesWhen?: readonly { readonly when: Condition; readonly copies: Copies }[];
  readonly copies?: Copies;
  readonly parts?: Parts;
  /** The same for durations that the SDK gives in milliseconds and the target in seconds. */
  readonly milliseconds?: readonly (readonly [target: string, source: string])[];
  /** The same for moments, in UTC as ISO 8601 has them, counted from the span's start. */
  readonly moments?: readonly (readonly [target: string, source: string])[];
  /** Which span counts, where the SDK nests two for one run or sends graph nodes as agents. */
  readonly corrections?: readonly {
    readonly operation: string;
    readonly to: string;
    readonly when: Condition;
    readonly because: string;
  }[];
  /** Spans that are named by what was said. */
  readonly renames?: readonly {
    readonly to: string;
    readonly when: Condition;
    readonly because: string;
  }[];
}
