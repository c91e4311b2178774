import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { runScript, type ScriptRun } from "./run-script.ts";

export interface ReviewRun extends ScriptRun {
  /** The page that it wrote. */
  readonly html: () => string;
}

/** `make review` for the tests of one file, without make. */
export function reviews() {
  const home = mkdtempSync(join(tmpdir(), "agentobs-review-test-"));
  /** Where a review puts its temporary files: empty when it is over. */
  const temporary = join(home, "tmp");
  mkdirSync(temporary);
  afterAll(() => {
    rmSync(home, { recursive: true, force: true });
  });
  let runs = 0;
  const review = async (project: string, ...args: readonly string[]): Promise<ReviewRun> => {
    const out = join(home, `review-${(runs += 1)}.html`);
    const script = ["cli/review.ts", "--out", out, ...args];
    const run = await runScript(script, project, { TMPDIR: temporary });
    return { ...run, html: () => readFileSync(out, "utf8") };
  };
  return { home, temporary, review };
}
