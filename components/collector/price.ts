import { CONTEXT_UTILIZATION, GEN_AI, NOTE } from "./attributes.ts";
import { findModel, keyAt, modelScratch, placeOf, scratch } from "./find-model.ts";
import { memo } from "./memo.ts";
import { type ModelTexts, PLACE_WIDTH, PRICE_ORDER, RECORD } from "./model-texts.ts";
import { isInference } from "./normalise.ts";
import {
  absent,
  all,
  type Condition,
  drop,
  group,
  present,
  set,
  span,
  type Statement,
  type StatementGroup,
  text,
  type Value,
} from "./ottl.ts";

const local = (name: string): Value => scratch("span", name);
const records = local("records");
const labelled = placeOf("span", "label");
const priced = placeOf("span", "price");
const shift = local("price.shift");
/** Both places as one number. The search is long and has the same end for every call of a model. */
const foundBefore = memo("model", span(GEN_AI.requestModel), span(GEN_AI.responseModel));
const PLACES = 10 ** PLACE_WIDTH;
const unknown = (place: Value): Condition => `${place} == 0`;
const known = (place: Value): Condition => `${place} > 0`;
const succeeded = "span.status.code != STATUS_CODE_ERROR";

/** Model label, cost and share of the context window of every inference. */
export function priceInferences(texts: ModelTexts): StatementGroup[] {
  const input = span(GEN_AI.inputTokens);
  return [
    {
      // Some SDKs send their own, and some a zero.
      statements: [
        drop("span.attributes", GEN_AI.cost),
        drop("span.attributes", "operation.cost"),
        drop("span.attributes", CONTEXT_UTILIZATION),
      ],
    },
    group(
      [all(isInference, absent(foundBefore))],
      [
        ...modelScratch("span", texts),
        ...findModel("span", "label", [span(GEN_AI.requestModel), span(GEN_AI.responseModel)]),
        ...findModel(
          "span",
          "price",
          [span(GEN_AI.responseModel)],
          `${span(GEN_AI.responseModel)} == ${span(GEN_AI.requestModel)}`,
        ),
        set(priced, labelled, unknown(priced)),
        set(foundBefore, `${labelled} * ${PLACES} + ${priced}`),
      ],
    ),
    group(
      [isInference],
      [
        set(records, text(texts.records)),
        set(labelled, `${foundBefore} / ${PLACES}`),
        set(priced, `${foundBefore} - ${labelled} * ${PLACES}`),
        set(span(NOTE.model), keyAt("span", labelled), known(labelled)),
        set(span(NOTE.model), text("other"), unknown(labelled)),
        set(span(`${NOTE.bounded}model`), "true", unknown(labelled)),
        ...utilization(input),
        ...cost(input),
        // A call that failed costs nothing, so it leaves no gap.
        uncovered("price", unknown(priced), succeeded),
        uncovered("usage", absent(input), succeeded),
        uncovered("window", `${local("window")} == 0.0`, succeeded),
      ],
    ),
  ];
}

const uncovered = (reason: string, ...when: string[]): Statement =>
  set(span(`${NOTE.uncovered}${reason}`), "true", ...when);

/** A number of the record of the model that is paid for. */
const field = (offset: string, width: number): Value =>
  `Double(Substring(${records}, ${priced} + ${offset}, ${width}))`;

function utilization(input: Value): Statement[] {
  const window = local("window");
  return [
    set(window, "0.0"),
    set(window, field(`${RECORD.window.at}`, RECORD.window.width), known(priced)),
    set(
      span(CONTEXT_UTILIZATION),
      `100.0 * Double(${input}) / ${window}`,
      `${window} > 0.0`,
      present(input),
    ),
  ];
}

function cost(input: Value): Statement[] {
  const tokens = {
    cacheRead: GEN_AI.cacheRead,
    cacheWrite: GEN_AI.cacheWrite,
    output: GEN_AI.outputTokens,
  };
  const payable = [known(priced), present(input)] as const;
  const plain = local("plain");
  const price = (kind: (typeof PRICE_ORDER)[number]): Value => {
    const { at, width } = RECORD.prices;
    return field(`${at + PRICE_ORDER.indexOf(kind) * width} + ${shift}`, width);
  };
  return [
    set(shift, "0"),
    set(
      shift,
      `${PRICE_ORDER.length * RECORD.prices.width}`,
      ...payable,
      `Double(${input}) > ${field(`${RECORD.above.at}`, RECORD.above.width)}`,
    ),
    ...Object.entries(tokens).flatMap(([kind, key]) => [
      set(local(kind), "0.0"),
      set(local(kind), `Double(${span(key)})`, present(span(key))),
    ]),
    set(plain, `Double(${input}) - ${local("cacheRead")} - ${local("cacheWrite")}`, ...payable),
    set(
      span(GEN_AI.cost),
      `(${plain} * ${price("input")} + ${local("cacheRead")} * ${price("cacheRead")} + ${local("cacheWrite")} * ${price("cacheWrite")} + ${local("output")} * ${price("output")}) / 1000000.0`,
      ...payable,
    ),
  ];
}
