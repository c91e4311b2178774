import { execFileSync } from "node:child_process";
import { mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { extract } from "tar";
import { ProblemError } from "../../components/core/errors.ts";
import { PROJECT } from "../stack-file.ts";
import { type Kit, loadKit, messageOf } from "./kit.ts";
import { removeAtExit } from "./leftovers.ts";

const WORKING_TREE = "working tree";

/** Hundreds of files of text: far below this. */
const MAX_ARCHIVE_BYTES = 512 * 1024 * 1024;

/** A kit, and how to remove the copy that it was read from. */
export interface Revision {
  readonly kit: Kit;
  readonly remove: () => void;
}

/** The kit as it lies in this folder, committed or not. */
export async function workingTree(stack: string): Promise<Revision> {
  return { kit: await loadKit(WORKING_TREE, PROJECT, stack), remove: () => undefined };
}

/**
 * The kit of a git revision, from a copy below the system's folder for temporary files: neither the
 * checkout nor git's list of worktrees changes. Packages are those that are installed here.
 *
 * @param name anything that git can resolve to a commit
 * @throws {ProblemError} no git, no such revision, or one that can't be read
 */
export async function gitRevision(name: string, stack: string): Promise<Revision> {
  const commit = commitOf(name);
  const folder = mkdtempSync(join(tmpdir(), "agentobs-review-"));
  const remove = removeAtExit(folder);
  try {
    await unpack(commit, folder);
    symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"));
    const label = commit.startsWith(name) ? commit.slice(0, 9) : `${name} (${commit.slice(0, 9)})`;
    return { kit: await loadKit(label, folder, stack), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function commitOf(name: string): string {
  const arguments_ = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
  try {
    return git(arguments_).toString().trim();
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new ProblemError({
      where: `make review, ${name}`,
      what: missing ? "git is not on PATH" : "git knows no such revision here",
      fix: missing
        ? "install git, or leave BEFORE and AFTER out"
        : `git fetch origin ${name}, or name one that git log --oneline lists`,
    });
  }
}

async function unpack(commit: string, folder: string): Promise<void> {
  const archive = git(["archive", "--format=tar", commit]);
  const unpacking = extract({ cwd: folder });
  await new Promise<void>((resolve, reject) => {
    unpacking.on("error", (error: unknown) => {
      reject(new Error(`git archive ${commit}: ${messageOf(error)}`));
    });
    unpacking.on("close", () => {
      resolve();
    });
    unpacking.end(archive);
  });
}

function git(args: readonly string[]): Buffer {
  return execFileSync("git", args, {
    cwd: PROJECT,
    maxBuffer: MAX_ARCHIVE_BYTES,
    stdio: ["ignore", "pipe", "ignore"],
  });
}
