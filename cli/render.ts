import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ProblemError } from "../components/core/errors.ts";
import { artefactsFor } from "../stacks/artefacts.ts";
import { FOOTPRINT_HEAD, footprintCells } from "../stacks/footprint-table.ts";
import type { Plan } from "../stacks/plan.ts";
import { rulesNotHeld } from "../stacks/rule-files.ts";
import { command } from "./command.ts";
import { loadStack } from "./stack-file.ts";
import { table } from "./table.ts";

/** Lists what a render wrote, so that the next one removes what is no longer made, and only that. */
const MANIFEST = ".rendered";

/** Writes every artefact of a stack to a folder, for review or GitOps. Starts nothing. */
await command(() => {
  const { values } = parseArgs({
    options: { stack: { type: "string", default: "local" }, out: { type: "string" } },
  });
  if (!values.out)
    throw new ProblemError({
      where: "make render",
      what: "no folder to write to",
      fix: `make render STACK=${values.stack} OUT=rendered`,
    });
  const started = performance.now();
  const { plan } = loadStack(values.stack);
  const files = artefactsFor(plan);
  const folder = resolve(values.out);
  removeOrphans(folder, files);
  const names = Object.keys(files).sort();
  write(folder, { ...files, [MANIFEST]: `${names.join("\n")}\n` });
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  console.log(`${names.length} files in ${values.out} (${seconds} s)`);
  printNotHeld(plan);
  if (plan.kubernetes) console.log(`\n${table(FOOTPRINT_HEAD, footprintCells(plan))}`);
});

/** What a backend's rules can't say is told by name, never dropped. */
function printNotHeld(plan: Plan): void {
  for (const [file, things] of Object.entries(rulesNotHeld(plan))) {
    if (things.length > 0) console.log(`Not in ${file}:`);
    for (const { what, names } of things) console.log(`  ${what}: ${names.join(", ")}`);
  }
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

function removeOrphans(folder: string, files: Readonly<Record<string, string>>): void {
  const manifest = join(folder, MANIFEST);
  if (!existsSync(manifest)) return;
  const before = readFileSync(manifest, "utf8").split("\n").filter(Boolean);
  for (const file of before) if (!(file in files)) rmSync(join(folder, file), { force: true });
}
