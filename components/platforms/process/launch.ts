import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, closeSync, constants } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type Problem, ProblemError } from "../../core/errors.ts";
import { RECORD_THEN_EXEC } from "./identity.ts";
import { ownEnvironment, type ProcessInputs, startHash } from "./inputs.ts";
import { logPath, openLog } from "./log.ts";
import { readRecord, recordPath, removeRecord, type RunRecord } from "./record.ts";
import { codeOf, writeProblem } from "./state.ts";

const RECORD_SECONDS = 10;
const LOOK_EVERY_MS = 5;

/** A program that was started now, or one that was found running. */
export interface Started {
  readonly record: RunRecord;
  /** Where its output of this start begins in the log, in bytes. */
  readonly logFrom: number;
  /** How it ended, when it runs no more. */
  readonly ended: () => string | undefined;
}

/** Not a credential among them: what a program needs to find its way on this machine. */
const INHERITED =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_\w+|TZ|TMPDIR|SSL_CERT_(FILE|DIR)|(https?|no)_proxy)$/i;

/** A problem when the program can't be executed. */
export function programProblem({ name, program }: ProcessInputs): Problem | undefined {
  try {
    accessSync(program.path, constants.X_OK);
    return undefined;
  } catch (error) {
    return {
      where: `process ${name}`,
      what: `its program ${program.path} can't be run (${codeOf(error)})`,
      fix: "run make up: it finds or installs every program again",
    };
  }
}

/**
 * Starts the program in a session of its own, so that it outlives the provider and no terminal's
 * Ctrl-C reaches it. Returns once its record is written, healthy or not.
 */
export async function launch(inputs: ProcessInputs): Promise<Started> {
  const { name, folder, program } = inputs;
  const log = openLogOf(inputs);
  // One of an earlier start must not pass for the new one.
  removeRecord(folder, name);
  const child = spawn(
    "/bin/sh",
    ["-c", RECORD_THEN_EXEC, name, recordPath(folder, name), members(inputs), program.path].concat(
      inputs.args,
    ),
    {
      cwd: folder,
      detached: true,
      env: { ...inherited(), ...ownEnvironment(inputs) },
      stdio: ["ignore", log.fd, log.fd],
    },
  );
  closeSync(log.fd);
  child.unref();
  const ended = endOf(child);
  return { record: await recorded(inputs, child, ended), logFrom: log.from, ended };
}

/** The members of the record that are known before the start, as JSON without its braces. */
function members(inputs: ProcessInputs): string {
  const { name, ports, stopSeconds } = inputs;
  const hash = startHash(inputs);
  const startedAt = new Date().toISOString();
  return JSON.stringify({ name, hash, startedAt, ports, stopSeconds }).slice(1, -1);
}

/** The record that the child wrote, whether it still runs or not: the caller has `ended` for that. */
async function recorded(inputs: ProcessInputs, child: ChildProcess, ended: Started["ended"]) {
  const path = recordPath(inputs.folder, inputs.name);
  const deadline = performance.now() + RECORD_SECONDS * 1000;
  for (;;) {
    const end = ended();
    const record = readRecord(path);
    if (record && record.pid === child.pid) return record;
    if (end || performance.now() > deadline) {
      child.kill("SIGKILL");
      throw new ProblemError({
        where: path,
        what: `${inputs.name} could not be recorded, so it was not started: /bin/sh ${end ?? "hangs"}`,
        fix: `see ${logPath(inputs.folder, inputs.name)}, and that the disk has room (df -h ${inputs.folder})`,
      });
    }
    await sleep(LOOK_EVERY_MS);
  }
}

function endOf(child: ChildProcess): () => string | undefined {
  let end: string | undefined;
  child.on("error", (error) => {
    end = `could not be started (${error.message})`;
  });
  child.on("exit", (code, signal) => {
    end = signal ? `was killed by ${signal}` : `exited with code ${code ?? 0}`;
  });
  return () => end;
}

function openLogOf({ folder, name }: ProcessInputs): { fd: number; from: number } {
  const path = logPath(folder, name);
  try {
    return openLog(path);
  } catch (error) {
    throw writeProblem(path, error);
  }
}

function inherited(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => INHERITED.test(name)));
}
