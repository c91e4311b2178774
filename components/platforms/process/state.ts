import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Problem, ProblemError } from "../../core/errors.ts";

const PROJECT = resolve(import.meta.dirname, "../../..");

/** Where one stack keeps what its processes need. */
export interface StackFolders {
  /** The stack's own folder, working directory of its processes. */
  readonly root: string;
  readonly config: string;
  readonly data: string;
  readonly logs: string;
  readonly run: string;
  readonly secrets: string;
}

/** The folder of all stacks: `AGENTOBS_HOME`, else `.agentobs` in the project. */
export function stateRoot(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const home = env["AGENTOBS_HOME"];
  return home ? resolve(PROJECT, home) : join(PROJECT, ".agentobs");
}

/** The folders of one stack below `root`; creates nothing. */
export function stackFolders(stack: string, root: string = stateRoot()): StackFolders {
  return foldersIn(join(root, stack));
}

export function foldersIn(root: string): StackFolders {
  const below = (name: string) => join(root, name);
  return {
    root,
    config: below("config"),
    data: below("data"),
    logs: below("logs"),
    run: below("run"),
    secrets: below("secrets"),
  };
}

/** Creates the folder for its owner only. Throws a `ProblemError` when it can't be used. */
export function ensureFolder(path: string): void {
  const problem = folderProblem(path);
  if (problem) throw new ProblemError(problem);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  } catch (error) {
    throw writeProblem(path, error);
  }
}

/** What stands in the way of using the folder, judged without creating anything. */
export function folderProblem(path: string): Problem | undefined {
  const existing = nearestExisting(path);
  try {
    if (!statSync(existing).isDirectory())
      return unusable(path, `${existing} is a file, not a folder`);
    accessSync(existing, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return unusable(path, `${existing} can't be read and written (${codeOf(error)})`);
  }
}

/** Says why a write failed, a full disk above all, in words that help. */
export function writeProblem(path: string, error: unknown): ProblemError {
  const code = codeOf(error);
  if (code === "ENOSPC" || code === "EDQUOT")
    return new ProblemError({
      where: path,
      what: code === "ENOSPC" ? "the disk is full" : "the disk quota is used up",
      fix: `free some space (df -h ${dirname(path)}), or move the state: ${HOME_HINT}`,
    });
  return new ProblemError(unusable(path, `can't be written (${code})`));
}

const HOME_HINT = "export AGENTOBS_HOME=$HOME/.agentobs";

function unusable(path: string, what: string): Problem {
  const user = process.getuid?.() ?? 0;
  return {
    where: path,
    what,
    fix: `give it to user ${user} (sudo chown -R ${user} <folder>), or move the state: ${HOME_HINT}`,
  };
}

/** The error code of a system call, else the error's own words. */
export function codeOf(error: unknown): string {
  if (error instanceof Error)
    return "code" in error && typeof error.code === "string" ? error.code : error.message;
  return String(error);
}

function nearestExisting(path: string): string {
  let folder = path;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
