import { afterAll } from "vitest";
import { type Daemon, startDaemon } from "../../tools/docker-daemon.ts";
import { type EnginePrograms, locateEngine } from "../../tools/docker-engine.ts";

/** A real Docker engine of a test file's own. */
export interface DockerEngine extends Pick<Daemon, "environment" | "docker"> {
  readonly programs: EnginePrograms;
}

/** Containers get their whole grace. */
const STOP_MS = 90_000;

/**
 * Starts an engine and stops it after the file's last test, with all that runs on it. To be called at
 * the top of the file: `const engine = await dockerEngine();`
 *
 * @throws {Error} with the end of its log when it does not answer
 */
export async function dockerEngine(): Promise<DockerEngine> {
  const programs = locateEngine();
  if (!programs)
    throw new Error("no Docker engine.\n  Fix: node tools/run.mjs tools/setup.ts docker");
  const { environment, docker, stop } = await startDaemon(programs);
  afterAll(stop, STOP_MS);
  return { programs, environment, docker };
}
