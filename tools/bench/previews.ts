import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  initialise,
  openWorkspace,
  pulumi,
  type StackFile,
  type Workspace,
} from "../../cli/pulumi.ts";
import { PROJECT } from "../../cli/stack-file.ts";
import { portsOf, workloadNames } from "../../components/core/names.ts";
import { ProblemError } from "../../components/core/errors.ts";
import { ensurePulumi } from "../pulumi.ts";

const ROUNDS = 11;
/** A preview of the whole stack may cost this much more than one of a single resource. */
const RATIO_MAX = 1.3;
const PORT_OFFSET = 12_000;

/** Times `pulumi preview` of stack local against a program with one resource. */
export async function benchPreviews(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "agentobs-bench-"));
  process.env["AGENTOBS_HOME"] = home;
  try {
    const one = await preview(home, "one", join(import.meta.dirname, "../one-resource"));
    const local = await preview(home, "local", PROJECT);
    await one(); // warms the file cache for both
    await local();
    const seconds: [number, number][] = [];
    // Alternating, so that a slow moment of the machine meets both.
    for (let round = 0; round < ROUNDS; round += 1) seconds.push([await one(), await local()]);
    report(median(seconds.map(([s]) => s)), median(seconds.map(([, s]) => s)));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** A function that previews a new stack of preset local, and gives the seconds that it took. */
async function preview(home: string, name: string, cwd: string): Promise<() => Promise<number>> {
  const file = join(home, `Pulumi.${name}.yaml`);
  // A preview looks whether each port is free: these are not those of a stack that runs.
  writeFileSync(file, `config:\n  agentobs:preset: local\n  agentobs:ports: ${benchPorts()}\n`);
  const stack: StackFile = { name, file };
  const workspace: Workspace = openWorkspace(stack, await ensurePulumi(console.log));
  await initialise(workspace);
  const args = ["preview", "--stack", name, "--config-file", workspace.configFile];
  return async () => {
    const started = performance.now();
    await pulumi(workspace, args, { cwd, quiet: true });
    return (performance.now() - started) / 1000;
  };
}

function benchPorts(): string {
  const ports = workloadNames.flatMap((workload) => {
    const numbered = Object.entries(portsOf(workload)).flatMap(([name, { local }]) =>
      local === undefined ? [] : [[name, local + PORT_OFFSET] as const],
    );
    return numbered.length === 0 ? [] : [[workload, Object.fromEntries(numbered)] as const];
  });
  return JSON.stringify(Object.fromEntries(ports));
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function report(one: number, local: number): void {
  const ratio = local / one;
  console.log(`| pulumi preview, median of ${ROUNDS} | seconds | ratio |\n|---|---|---|`);
  console.log(`| a program with one resource | ${one.toFixed(2)} | 1 |`);
  console.log(`| stack local | ${local.toFixed(2)} | ${ratio.toFixed(2)} |`);
  if (ratio <= RATIO_MAX) return;
  throw new ProblemError({
    where: "make bench",
    what: `a preview of stack local costs ${ratio.toFixed(2)} × one of a single resource, over ${RATIO_MAX}`,
    fix: "profile the program: node --cpu-prof, and load what a plan doesn't use only when it does",
  });
}
