import { parseArgs } from "node:util";
import { command } from "../cli/command.ts";
import { ProblemError } from "../components/core/errors.ts";
import type { Program } from "../components/core/versions.ts";
import { ensure } from "../components/platforms/process/binaries.ts";
import { duration } from "../components/platforms/process/run-quietly.ts";
import { ensurePulumi } from "./pulumi.ts";

/** What the local preset runs, and what only the tests run. */
const STACK = ["collector", "jaeger", "victoriametrics", "vmalert", "alertmanager"] as const;
const TESTS = ["vmalertTool"] as const;

/** `make setup`: the Pulumi CLI and every program of a stack, found or installed one by one. */
await command(async () => {
  const { values, positionals } = parseArgs({
    options: { tests: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const programs = positionals.length > 0 ? positionals.map(programNamed) : STACK;
  for (const program of [...programs, ...(values.tests ? TESTS : [])])
    await step(program, () => ensure(program, console.log));
  if (positionals.length === 0) await step("pulumi", () => ensurePulumi(console.log));
});

async function step(
  name: string,
  install: () => Promise<{ path: string; source: string; version: string }>,
): Promise<void> {
  const started = performance.now();
  const { path, source, version } = await install();
  const took = duration(performance.now() - started);
  console.log(`${name.padEnd(16)}${version.padEnd(9)}${source.padEnd(9)}${took.padEnd(12)}${path}`);
}

function programNamed(name: string): Program {
  const programs = [...STACK, ...TESTS];
  const program = programs.find((program) => program === name);
  if (program) return program;
  throw new ProblemError({
    where: "make setup",
    what: `there is no program ${name}`,
    fix: `name some of ${programs.join(", ")}`,
  });
}
