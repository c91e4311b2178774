import { type Program, VERSIONS } from "../../core/versions.ts";
import type { Environment } from "./cache.ts";
import { ensureProgram, type Located, locateProgram, type Means } from "./install.ts";
import type { Report } from "../../provider/properties.ts";
import { type Installable, ORIGINS } from "./releases.ts";

/** Finds a program of the stack without installing anything: on PATH, else in the cache. */
export function locate(program: Program, notice?: Report, env?: Environment): Located | undefined {
  return locateProgram(pinned(program), notice, env);
}

/**
 * Finds a program of the stack or installs it into the cache.
 *
 * @throws {ProblemError} a checksum that does not match; no download and no Go; a failed build
 */
export function ensure(
  program: Program,
  report?: Report,
  replaced?: Partial<Means>,
): Promise<Located> {
  return ensureProgram(pinned(program), report, replaced);
}

function pinned(program: Program): Installable {
  return { name: program, pin: VERSIONS[program], origin: ORIGINS[program] };
}
