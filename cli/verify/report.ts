import { table } from "../table.ts";
import type { Verification } from "./run-verify.ts";

/** The table, what is wrong line by line, and where it was lost. */
export function verifyText({ checks, ok, seconds, runId, traceId }: Verification): string {
  const rows = checks.map((check) => [
    check.ok ? "✓" : "✗",
    check.name,
    check.expected,
    check.seen,
    `${check.seconds.toFixed(1)} s`,
  ]);
  const failed = checks.filter((check) => !check.ok);
  return [
    "",
    table(["", "check", "expected", "seen", "after"], rows),
    "",
    ...failed.flatMap(({ name, hop, details }) => [
      `✗ ${name}`,
      ...(hop ? [`    lost: ${hop}`] : []),
      ...details.map((line) => `    ${line}`),
    ]),
    ok
      ? `All ${checks.length} checks passed in ${seconds.toFixed(1)} s (run ${runId}, trace ${traceId}).`
      : `${failed.length} of ${checks.length} checks failed (run ${runId}, trace ${traceId}).`,
  ].join("\n");
}
