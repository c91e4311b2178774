import { ERROR_TYPE, GEN_AI, NOTE, TOOL_SUCCESS } from "./attributes.ts";
import {
  absent,
  all,
  any,
  drop,
  entry,
  group,
  isOneOf,
  isText,
  matches,
  not,
  present,
  replace,
  set,
  span,
  type Statement,
  type StatementGroup,
  text,
  type Value,
} from "./ottl.ts";
import { holdsSecret } from "./redact.ts";

const failed = "span.status.code == STATUS_CODE_ERROR";
const operation = span(GEN_AI.operation);
/** Strands and LlamaIndex say it there, and leave the span's status. */
const unsuccessful = any(
  isText(span("gen_ai.tool.status"), "error"),
  matches(span("traceloop.entity.output"), '"is_error": ?true'),
);

/** How errors, runs and tool calls ended. */
export function outcomes(ownPatterns: readonly string[]): StatementGroup[] {
  return [
    ...errors(ownPatterns),
    group([isText(operation, "invoke_agent")], runStatus()),
    group([isText(operation, "execute_tool")], toolOutcome()),
  ];
}

/** What a message begins with, as Python and JavaScript print an error. */
const NAMED_ERROR =
  "^(?:[A-Za-z0-9_]+[.])*(?P<value>[A-Z][A-Za-z0-9_]{0,55}(?:Error|Exception|Timeout|Interrupt))\\b";
/** Said by SDKs that no longer know. */
const VAGUE = ["_OTHER", "Exception", "Error", "unknown"];

/** A failed span always has a type of error; some SDKs give it in the exception event only. */
function errors(ownPatterns: readonly string[]): StatementGroup[] {
  const type = span(ERROR_TYPE);
  // Also as Python prints a class: <class 'a.b.C'>.
  const lastSegment = replace(
    type,
    "^(?:<class ')?(?:[A-Za-z0-9_]+[.])+([A-Za-z_][A-Za-z0-9_]*)(?:'>)?$",
    "$1",
  );
  const exception = entry("spanevent.attributes", "exception.type");
  const said = entry("spanevent.attributes", "exception.message");
  const namedIn = (message: Value): Statement =>
    set(
      type,
      `ExtractPatterns(${message}, ${text(NAMED_ERROR)})["value"]`,
      isOneOf(type, VAGUE),
      matches(message, NAMED_ERROR),
    );
  return [
    group(
      [all(present(operation), any(failed, present(type)))],
      [
        set(type, `String(${type})`, present(type), not(`IsString(${type})`)),
        set(type, text("_OTHER"), failed, absent(type)),
        namedIn("span.status.message"),
        // Before it is cut: a part of a secret no longer looks like one.
        set(type, text("other"), holdsSecret(type, ownPatterns)),
        lastSegment,
      ],
    ),
    group(
      [all(isText("spanevent.name", "exception"), isOneOf(type, VAGUE))],
      [
        set(type, exception, isText(type, "_OTHER"), `IsString(${exception})`),
        set(type, text("other"), holdsSecret(type, ownPatterns)),
        namedIn(said),
        lastSegment,
      ],
    ),
  ];
}

function runStatus(): Statement[] {
  return [set(span(NOTE.status), text("ok")), set(span(NOTE.status), text("error"), failed)];
}

/** `tool.success` as the application says it, else the span's status. */
function toolOutcome(): Statement[] {
  const success = span(TOOL_SUCCESS);
  return [
    set(success, "true", isText(success, "true")),
    set(success, "false", isText(success, "false")),
    drop("span.attributes", TOOL_SUCCESS, present(success), not(`IsBool(${success})`)),
    set(success, "false", absent(success), any(failed, present(span(ERROR_TYPE)), unsuccessful)),
    set(success, "true", absent(success)),
    set(span(NOTE.toolCall), "true"),
    set(span(GEN_AI.tool), text("unknown"), absent(span(GEN_AI.tool))),
  ];
}
