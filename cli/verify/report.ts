import { table } from "../table.ts";
import type { Verification } from "./run-verify.ts";
import type { NotLookedInto } from "./target.ts";

/** The table, what is wrong line by line, and where it was lost. */
export function verifyText(verification: Verification): string {
  const { checks, notLooked } = verification;
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
    ...notLooked.flatMap(notLookedText),
    outcome(verification, failed.length),
  ].join("\n");
}

function notLookedText({ destination, signals, because, fix }: NotLookedInto): string[] {
  return [
    `! NOT LOOKED INTO: ${destination} (${signals.join(" and ")}), because ${because}`,
    `    fix: ${fix}`,
  ];
}

function outcome(
  { checks, notLooked, ok, seconds, runId, traceId }: Verification,
  failed: number,
): string {
  const run = `(run ${runId}, trace ${traceId})`;
  if (failed > 0) return `${failed} of ${checks.length} checks failed ${run}.`;
  if (!ok) return `Nothing is proven: no destination could be looked into ${run}.`;
  const but =
    notLooked.length === 0
      ? ""
      : `, but nobody looked into ${notLooked.map(({ destination }) => destination).join(", ")}`;
  return `All ${checks.length} checks passed in ${seconds.toFixed(1)} s${but} ${run}.`;
}
