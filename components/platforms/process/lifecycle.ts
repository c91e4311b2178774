import { setTimeout as sleep } from "node:timers/promises";
import { ProblemError, throwAll } from "../../core/errors.ts";
import { whyUnhealthy } from "./health.ts";
import { writeFiles } from "./files.ts";
import { isAlive } from "./identity.ts";
import { type ProcessInputs, startHash } from "./inputs.ts";
import { launch, programProblem, type Started } from "./launch.ts";
import { logEnd, logPath } from "./log.ts";
import { portProblem, whyRefused } from "./ports.ts";
import { removeRecord, type RunRecord, runningRecord } from "./record.ts";
import { stop } from "./stop.ts";

const PORT_RELEASE_SECONDS = 10;
const LOOK_EVERY_MS = 50;

/**
 * Brings the process to run what `inputs` say, and waits until it is healthy. One that does already,
 * because an earlier attempt was cut short, is kept; one that runs anything else is stopped first.
 *
 * Throws a `ProblemError` when it can't be had, and then nothing of it runs; `Interrupted` when
 * `signal` fires, and then it runs on and is recorded.
 */
export async function ensureRunning(
  inputs: ProcessInputs,
  signal: AbortSignal,
): Promise<RunRecord> {
  const { folder, name, stopSeconds } = inputs;
  const found = runningRecord(folder, name);
  if (found?.hash === startHash(inputs)) return untilHealthy(inputs, adopted(found), signal);

  // Whatever can be known to fail is found out while the old one still runs.
  const ports = { [name]: inputs.ports };
  const problems = [await portProblem({ ...inputs, ports }), programProblem(inputs)];
  throwAll(problems.filter((problem) => problem !== undefined));
  if (found) await stop(found, stopSeconds);
  removeRecord(folder, name);
  await portsReleased(inputs);
  writeFiles(inputs);
  return untilHealthy(inputs, await launch(inputs), signal);
}

async function untilHealthy(
  inputs: ProcessInputs,
  started: Started,
  signal: AbortSignal,
): Promise<RunRecord> {
  const { folder, name, health, stopSeconds } = inputs;
  const { startSeconds, url } = health;
  const failure = await whyUnhealthy(url, { startSeconds, ended: started.ended, signal });
  if (!failure) return started.record;
  await stop(started.record, stopSeconds);
  removeRecord(folder, name);
  const log = logPath(folder, name);
  const secrets = Object.values(inputs.secrets);
  throw new ProblemError({
    where: `process ${name}`,
    what: `${failure}; its log ends with\n${logEnd(log, started.logFrom, secrets)}`,
    fix: `mend what the log says, then run make up again; all of it: less ${log}`,
  });
}

function adopted(record: RunRecord): Started {
  const ended = () => (isAlive(record) ? undefined : "ended");
  return { record, logFrom: 0, ended };
}

/** Another process of the stack may hold a port until its own update has stopped it. */
async function portsReleased({ name, ports }: ProcessInputs): Promise<void> {
  const deadline = performance.now() + PORT_RELEASE_SECONDS * 1000;
  for (const [port, number] of Object.entries(ports)) {
    while (await whyRefused(number)) {
      if (performance.now() > deadline)
        throw new ProblemError({
          where: `process ${name}`,
          what: `its port ${port} (${number}) is still held by another process of this stack`,
          fix: "ports that change hands need a stop in between: run make down, then make up",
        });
      await sleep(LOOK_EVERY_MS);
    }
  }
}
