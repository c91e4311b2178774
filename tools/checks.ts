import { join } from "node:path";
import { duration, runQuietly } from "../components/platforms/process/run-quietly.ts";

/** How many parts of a run passed and failed. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

const PROJECT = join(import.meta.dirname, "..");

/** Each tool of the check, with the arguments that make it say no. */
const CHECKS = {
  "types (tsc)": ["typescript/bin/tsc", "--noEmit", "--project", "."],
  "types of the review page (tsc)": [
    "typescript/bin/tsc",
    ...["--noEmit", "--project", "cli/review/page"],
  ],
  "lint (eslint)": ["eslint/bin/eslint.js", "."],
  "format (biome)": ["@biomejs/biome/bin/biome", "ci", "--colors=off"],
  "imports (dependency-cruiser)": [
    "dependency-cruiser/bin/dependency-cruise.mjs",
    ...["--config", ".dependency-cruiser.cjs"],
    ...["components", "dashboards", "alerts", "stacks", "cli", "tools"],
  ],
  "dead code (knip)": ["knip/bin/knip.js", "--no-progress"],
} as const;

/** Runs every check, also after one failed, and prints a line each. */
export async function runChecks(): Promise<Tally> {
  let failed = 0;
  for (const [name, [script, ...args]] of Object.entries(CHECKS)) {
    const started = performance.now();
    const failure = await runQuietly(
      process.execPath,
      [`node_modules/${script}`, ...args],
      { doing: name, cwd: PROJECT, env: process.env, outputLines: 200 },
      console.log,
    );
    const took = duration(performance.now() - started);
    console.log(`${failure === undefined ? "passed" : "FAILED"}  ${name}  ${took}`);
    if (failure === undefined) continue;
    failed += 1;
    console.log(failure.replaceAll(/^/gm, "  "));
  }
  return { passed: Object.keys(CHECKS).length - failed, failed };
}
