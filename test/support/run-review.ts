import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

export interface ReviewRun {
  readonly code: number | null;
  readonly output: string;
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
  const review = (project: string, ...args: readonly string[]): Promise<ReviewRun> => {
    const out = join(home, `review-${(runs += 1)}.html`);
    const child = spawn(process.execPath, ["cli/review.ts", "--out", out, ...args], {
      cwd: project,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => {
        resolve({ code, output, html: () => readFileSync(out, "utf8") });
      });
    });
  };
  return { home, temporary, review };
}
