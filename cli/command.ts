import { ProblemError } from "../components/core/errors.ts";

/** Exit code of a command that the reader can mend, as `make` and CI see it. */
const FAILED = 1;

/** Runs a command: a problem that the reader can mend is printed without a stack trace. */
export async function command(run: () => void | Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!isForReader(error)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = FAILED;
  }
}

/** A mistake in settings or arguments: its own words say what to do. */
function isForReader(error: unknown): error is Error {
  if (error instanceof ProblemError) return true;
  return (
    error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")
  );
}
