import { rmSync } from "node:fs";

const ENDED_BY_SIGNAL = 130;

/** Ctrl-C ends the command the ordinary way, so that what it made for itself goes. */
export function exitOnSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => process.exit(ENDED_BY_SIGNAL));
}

/**
 * Sees that a temporary folder goes, at the latest when this process ends.
 *
 * @param first is done before, at the end of the process only
 * @returns removes it now
 */
export function removeAtExit(folder: string, first: () => void = () => undefined): () => void {
  const remove = () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const atExit = () => {
    first();
    remove();
  };
  process.once("exit", atExit);
  return () => {
    process.off("exit", atExit);
    remove();
  };
}
