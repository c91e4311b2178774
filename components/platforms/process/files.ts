import { chmodSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Problem, ProblemError } from "../../core/errors.ts";
import { type ProcessInputs, secretFileTexts } from "./inputs.ts";
import { logPath } from "./log.ts";
import { ensureFolder, foldersIn, writeProblem } from "./state.ts";

const MIB = 1024 * 1024;
/** Less than this and a store stops writing soon after its start. */
const FREE_MIB_MIN = 64;

/** Everything that the process finds on disk when it starts; throws a `ProblemError`. */
export function writeFiles(inputs: ProcessInputs): void {
  const { config, secrets, data, logs, run } = foldersIn(inputs.folder);
  for (const folder of [inputs.folder, logs, run]) ensureFolder(folder);
  if (inputs.data) ensureFolder(join(data, inputs.name));
  const full = diskProblem(inputs.folder, FREE_MIB_MIN);
  if (full) throw new ProblemError(full);
  replaceFiles(join(config, inputs.name), inputs.files);
  replaceFiles(join(secrets, inputs.name), secretFileTexts(inputs));
}

/** Leaves nothing of the process but its data and, for the same owner to read, its log. */
export function removeFiles({ folder, name, protectData }: ProcessInputs): void {
  const { config, secrets, data } = foldersIn(folder);
  const log = logPath(folder, name);
  const gone = [join(config, name), join(secrets, name)];
  if (!protectData) gone.push(join(data, name), log, `${log}.1`);
  for (const path of gone) rmSync(path, { recursive: true, force: true });
}

/** A problem when the folder's disk has less room than that. */
export function diskProblem(folder: string, freeMiB: number): Problem | undefined {
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((bavail * bsize) / MIB);
  if (free >= freeMiB) return undefined;
  return {
    where: folder,
    what: `the disk is full: ${free} MiB free, ${freeMiB} MiB needed to start`,
    fix: `free some space (df -h ${folder}), or move the state: export AGENTOBS_HOME=<folder>`,
  };
}

/** Writes `files` below `folder`, for the owner only, and removes what is not among them. */
function replaceFiles(folder: string, files: Readonly<Record<string, string>>): void {
  const wanted = Object.entries(files).map(([file, text]) => [join(folder, file), text] as const);
  removeAllBut(folder, new Set(wanted.map(([path]) => path)));
  for (const [path, text] of wanted) writePrivately(path, text);
}

/** For the owner only, also where the file was there before. Throws a `ProblemError`. */
export function writePrivately(path: string, text: string): void {
  ensureFolder(dirname(path));
  try {
    writeFileSync(path, text, { mode: 0o600 });
    chmodSync(path, 0o600);
  } catch (error) {
    throw writeProblem(path, error);
  }
}

function removeAllBut(folder: string, wanted: ReadonlySet<string>): void {
  let present: string[];
  try {
    present = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return;
  }
  for (const path of present) if (!wanted.has(path)) rmSync(path, { force: true });
}
