/** One mistake that its reader can mend: where it is, what is wrong, and a line that fixes it. */
export interface Problem {
  /** File and key, or the thing concerned: `Pulumi.local.yaml: agentobs:sampling.baselinePercent`. */
  readonly where: string;
  readonly what: string;
  /** What to do, best as a line to paste. */
  readonly fix: string;
}

/** Mistakes that the reader can mend, all of them at once. Commands print it without a stack trace. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problems: readonly [Problem, ...Problem[]];

  constructor(...problems: readonly [Problem, ...Problem[]]) {
    super(problems.map(problemText).join("\n"));
    this.problems = problems;
  }
}

/** `where: what`, then the fix on its own line. */
export function problemText({ where, what, fix }: Problem): string {
  return `${where}: ${what}\n  Fix: ${fix}`;
}

/** Throws all of them when there is one, so that callers report everything in one go. */
export function throwAll(problems: readonly Problem[]): void {
  if (problems.length > 0) throw problemError(problems);
}

/** All of them as one error. There is at least one. */
export function problemError([first, ...rest]: readonly Problem[]): ProblemError {
  if (!first) throw new Error("an error needs a problem");
  return new ProblemError(first, ...rest);
}
