import { type Problem, ProblemError } from "../../components/core/errors.ts";

/** The mistakes for which something is refused; none where it is accepted. Other errors are thrown on. */
export function problemsOf(attempt: () => unknown): readonly Problem[] {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
  return [];
}

/** What the reader is told. Fails where it is accepted. */
export function refusalOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ProblemError) return error.message;
    throw error;
  }
  throw new Error("these settings were accepted");
}

/** The same of what is still under way. */
export async function refusalOfAsync(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof ProblemError) return error.message;
    throw error;
  }
  throw new Error("this was accepted");
}
