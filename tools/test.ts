import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { duration } from "../components/platforms/process/run-quietly.ts";
import { runChecks, type Tally } from "./checks.ts";
import { engineProblem } from "./docker-daemon.ts";

/** What is read of vitest's JSON report: https://vitest.dev/guide/reporters#json-reporter */
const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

const PROJECT = join(import.meta.dirname, "..");
const FAILED: Tally = { passed: 0, failed: 1 };

const { values } = parseArgs({
  options: { only: { type: "string" }, kubernetes: { type: "string" } },
});
/** The cluster takes ten minutes where it has to be built: only what runs on it waits for that. */
const KUBERNETES = "kubernetes";
/** So do tests on a real engine, which not every machine can start. */
const DOCKER = "docker";
const { only } = values;

/**
 * `make test`: installs what the tests run, then every check, then every test (ONLY=<folder>).
 * `--kubernetes 1.36.3` is the version of the cluster that manifests are checked on.
 */
const parts = [await timed("setup", setup), ...(only ? [] : [await timed("checks", runChecks)])];
const withoutEngine = only === undefined || only === DOCKER ? await engineProblem() : undefined;
parts.push(await timed("tests", tests));
const { passed, failed } = sum(parts);
if (withoutEngine !== undefined)
  console.log(
    `\nSKIPPED: every test on a real Docker engine. None starts here: ${withoutEngine}\n`,
  );
if (failed > 0) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed`);

async function timed(name: string, part: () => Promise<Tally>): Promise<Tally> {
  console.log(`\n── ${name}`);
  const started = performance.now();
  const tally = await part();
  const took = duration(performance.now() - started);
  console.log(`── ${name}: ${tally.passed} passed, ${tally.failed} failed, ${took}`);
  return tally;
}

async function setup(): Promise<Tally> {
  const installs = [
    ...(only === KUBERNETES ? [] : [["tools/setup.ts", "--tests"]]),
    ...[KUBERNETES, DOCKER]
      .filter((group) => only === undefined || only === group)
      .map((group) => ["tools/setup.ts", group]),
  ];
  for (const install of installs) if ((await node(install)) !== 0) return FAILED;
  return { passed: 0, failed: 0 };
}

/** Counts from the report, because a run that dies half-way must not count as passed. */
async function tests(): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), "agentobs-test-"));
  const report = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const without = withoutEngine === undefined ? [] : ["--project", `!${DOCKER}`];
    const project = only ? ["--project", only] : without;
    const code = await node(["node_modules/vitest/vitest.mjs", "run", ...project, ...reporters]);
    const tally = countIn(readFileSync(report, "utf8"));
    return code !== 0 && tally.failed === 0 ? sum([tally, FAILED]) : tally;
  } catch (error) {
    console.log(`no report of the tests: ${String(error)}`);
    return FAILED;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A skipped test counts as failed: it says nothing. So does a file that could not be loaded. */
function countIn(json: string): Tally {
  const { testResults } = Report.parse(JSON.parse(json));
  return sum(
    testResults.map(({ status, assertionResults }) => {
      const passed = assertionResults.filter((test) => test.status === "passed").length;
      const failed = assertionResults.length - passed;
      return status !== "passed" && failed === 0 ? { passed, failed: 1 } : { passed, failed };
    }),
  );
}

function node(args: readonly string[]): Promise<number | null> {
  // In CI mode a golden file that is missing fails instead of being written.
  const version = values.kubernetes ? { KUBERNETES_VERSION: values.kubernetes } : {};
  const env = { ...process.env, ...version, CI: "true" };
  const child = spawn(process.execPath, args, { cwd: PROJECT, stdio: "inherit", env });
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
}

function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  });
}
