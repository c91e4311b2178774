import { parseArgs } from "node:util";
import { command } from "../cli/command.ts";
import { ProblemError } from "../components/core/errors.ts";
import type { Program } from "../components/core/versions.ts";
import { ensure } from "../components/platforms/process/binaries.ts";
import { duration } from "../components/platforms/process/run-quietly.ts";
import { definitionsOf, kwokStages } from "./cluster-manifests.ts";
import { CONTROL_PLANE, ensureControlPlane, kubernetesVersion } from "./control-plane.ts";
import { ensureEngine } from "./docker-engine.ts";
import { ensurePulumi } from "./pulumi.ts";

/** What the local preset runs, and what only the tests run. */
const STACK = ["collector", "jaeger", "victoriametrics", "vmalert", "alertmanager"] as const;
const TESTS = ["vmalertTool", "vmagent", "prometheus"] as const;
/** Stands for every program of the control plane that the tests of manifests run. */
const KUBERNETES = "kubernetes";
/** Stands for the engine that the tests of containers run on, where one can be started. */
const DOCKER = "docker";
const GROUPS: readonly string[] = [KUBERNETES, DOCKER];
/** Of the column with the names. */
const WIDTH = 26;

/** `make setup`: the Pulumi CLI and every program of a stack, found or installed one by one. */
await command(async () => {
  const { values, positionals } = parseArgs({
    options: { tests: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const named = positionals.filter((name) => !GROUPS.includes(name)).map(programNamed);
  const programs = positionals.length > 0 ? named : STACK;
  for (const program of [...programs, ...(values.tests ? TESTS : [])])
    await step(program, () => ensure(program, console.log));
  if (positionals.length === 0) await step("pulumi", () => ensurePulumi(console.log));
  if (positionals.includes(KUBERNETES)) await controlPlane(kubernetesVersion());
  if (positionals.includes(DOCKER)) await engine();
});

/** Without an engine nothing else of it is of use. */
async function engine(): Promise<void> {
  const found = await ensureEngine(console.log);
  if (typeof found === "string") console.log(`no Docker engine for tests: ${found}`);
  else await step("compose", () => ensure("compose", console.log));
}

async function controlPlane(version: string): Promise<void> {
  for (const program of CONTROL_PLANE)
    await step(program, () => ensureControlPlane(program, version, console.log));
  // Fetched now, so that a test waits for nothing but its cluster.
  await Promise.all([definitionsOf(), kwokStages()]);
}

async function step(
  name: string,
  install: () => Promise<{ path: string; source: string; version: string }>,
): Promise<void> {
  const started = performance.now();
  const { path, source, version } = await install();
  const took = duration(performance.now() - started);
  console.log(
    `${name.padEnd(WIDTH)}${version.padEnd(9)}${source.padEnd(9)}${took.padEnd(12)}${path}`,
  );
}

function programNamed(name: string): Program {
  const programs = [...STACK, ...TESTS];
  const program = programs.find((program) => program === name);
  if (program) return program;
  throw new ProblemError({
    where: "make setup",
    what: `there is no program ${name}`,
    fix: `name some of ${[...programs, ...GROUPS].join(", ")}`,
  });
}
