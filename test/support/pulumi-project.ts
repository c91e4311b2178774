import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { ProcessInputs } from "../../components/platforms/process/inputs.ts";
import { runningRecords } from "../../components/platforms/process/record.ts";
import { stop } from "../../components/platforms/process/stop.ts";
import { locatePulumi } from "../../tools/pulumi.ts";

const PROJECT = join(import.meta.dirname, "../..");
const PLATFORM = join(PROJECT, "components/platforms/process");

/** Runs what `processes.json` lists, each behind the one before it, with its secrets as secrets. */
const PROGRAM = `
import { secret } from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import { Binaries, Process } from ${JSON.stringify(join(PLATFORM, "index.ts"))};
const [first] = JSON.parse(readFileSync("processes.json", "utf8"));
let last = new Binaries("binaries", { stack: first.stack, tools: {} });
for (const { folder, ...spec } of JSON.parse(readFileSync("processes.json", "utf8"))) {
  const args = { ...spec, secrets: secret(spec.secrets) };
  last = new Process(spec.name, args, { dependsOn: last });
}
`;

export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

/** A Pulumi project of its own, in a backend of its own, that runs processes with the kit's provider. */
export async function pulumiProject(stack: string) {
  const folder = mkdtempSync(join(tmpdir(), "agentobs-project-"));
  const state = join(folder, "state");
  for (const name of ["backend", "home", "state"]) mkdirSync(join(folder, name));
  symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  writeFileSync(join(folder, "index.ts"), PROGRAM);
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    JSON.stringify({
      name: "processes",
      main: "index.ts",
      runtime: { name: "nodejs", options: { typescript: false } },
      plugins: { providers: [{ name: "process", path: PLATFORM }] },
    }),
  );
  const start = (...args: string[]) =>
    spawn(pulumiPath(), [...args, "--non-interactive"], {
      cwd: folder,
      env: environment(folder, state),
      stdio: ["ignore", "pipe", "pipe"],
    });
  const run = (...args: string[]) => finished(start(...args));
  onTestFinished(async () => {
    for (const record of runningRecords(join(state, stack))) await stop(record, 0);
    rmSync(folder, { recursive: true, force: true });
  });
  const created = await run("stack", "init", stack);
  if (created.code !== 0) throw new Error(created.output);
  return {
    /** Of the stack, below the state folder. */
    folder: join(state, stack),
    processes: (...inputs: ProcessInputs[]) => {
      writeFileSync(join(folder, "processes.json"), JSON.stringify(inputs));
    },
    /** What the backend holds about the stack, as text. */
    stored: () =>
      readFileSync(join(folder, `backend/.pulumi/stacks/processes/${stack}.json`), "utf8"),
    start,
    run,
  };
}

/** Waits for the end and gives everything that was printed. */
export function finished(child: ChildProcess): Promise<Finished> {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code, output });
    });
  });
}

function pulumiPath(): string {
  const cli = locatePulumi();
  if (!cli) throw new Error("there is no Pulumi CLI\n  Fix: node tools/run.mjs tools/setup.ts");
  return cli.path;
}

function environment(folder: string, state: string) {
  return {
    ...process.env,
    PATH: [dirname(process.execPath), dirname(pulumiPath()), process.env["PATH"]].join(delimiter),
    PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: "for tests",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_SKIP_CONFIRMATIONS: "true",
    AGENTOBS_HOME: state,
  };
}
