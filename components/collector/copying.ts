import { type Copies, type Parts, SPAN_NAME } from "./convention.ts";
import {
  absent,
  type Condition,
  copy,
  matches,
  set,
  span,
  type Statement,
  text,
  type Value,
} from "./ottl.ts";

const at = (source: string): Value => (source === SPAN_NAME ? SPAN_NAME : span(source));

export const copies = (rows: Copies, ...when: readonly Condition[]): Statement[] =>
  rows.flatMap(([target, ...sources]) =>
    sources.map((source) => copy(span(target), at(source), ...when)),
  );

export const parts = (rows: Parts): Statement[] =>
  rows.map(([target, source, pattern, when]) =>
    set(
      span(target),
      `ExtractPatterns(${at(source)}, ${text(pattern)})["value"]`,
      absent(span(target)),
      ...(source === SPAN_NAME ? [] : [`IsString(${at(source)})`]),
      matches(at(source), pattern),
      ...(when === undefined ? [] : [when]),
    ),
  );

/** Some write the moment as JSON, in quotes. A fraction of a second is read without being asked for. */
export function moment(target: Value, source: Value): Statement[] {
  const shape =
    '^"?(?P<value>[0-9]{4}-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?Z)"?$';
  const read = `Time(ExtractPatterns(${source}, ${text(shape)})["value"], "%Y-%m-%dT%H:%M:%SZ")`;
  const start = "span.start_time_unix_nano";
  return [
    set(
      target,
      `Double(UnixNano(${read}) - ${start}) / 1000000000.0`,
      absent(target),
      `IsString(${source})`,
      matches(source, shape),
    ),
  ];
}
