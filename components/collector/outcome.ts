import { ERROR_TYPE, GEN_AI, NOTE, TOOL_SUCCESS } from "./attributes.ts";
import {
  absent,
  all,
  any,
  drop,
  entry,
  group,
  isText,
  not,
  present,
  replace,
  set,
  span,
  type Statement,
  type StatementGroup,
  text,
} from "./ottl.ts";
import { holdsSecret } from "./redact.ts";

const failed = "span.status.code == STATUS_CODE_ERROR";
const operation = span(GEN_AI.operation);

/** How errors, runs and tool calls ended. */
export function outcomes(ownPatterns: readonly string[]): StatementGroup[] {
  return [
    ...errors(ownPatterns),
    group([isText(operation, "invoke_agent")], runStatus()),
    group([isText(operation, "execute_tool")], toolOutcome()),
  ];
}

/** A failed span always has a type of error; some SDKs give it in the exception event only. */
function errors(ownPatterns: readonly string[]): StatementGroup[] {
  const type = span(ERROR_TYPE);
  const lastSegment = replace(type, "^(?:[A-Za-z0-9_]+[.])+([A-Za-z_][A-Za-z0-9_]*)$", "$1");
  const exception = entry("spanevent.attributes", "exception.type");
  return [
    group(
      [all(present(operation), any(failed, present(type)))],
      [
        set(type, `String(${type})`, present(type), not(`IsString(${type})`)),
        set(type, text("_OTHER"), failed, absent(type)),
        // Before it is cut: a part of a secret no longer looks like one.
        set(type, text("other"), holdsSecret(type, ownPatterns)),
        lastSegment,
      ],
    ),
    group(
      [
        all(
          isText("spanevent.name", "exception"),
          isText(type, "_OTHER"),
          `IsString(${exception})`,
        ),
      ],
      [
        set(type, exception),
        set(type, text("other"), holdsSecret(exception, ownPatterns)),
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
    set(success, "false", absent(success), failed),
    set(success, "true", absent(success)),
    set(span(NOTE.toolCall), "true"),
    set(span(GEN_AI.tool), text("unknown"), absent(span(GEN_AI.tool))),
  ];
}
