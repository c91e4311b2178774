import { join } from "node:path";
import { goBuild } from "./build.ts";
import {
  cacheFolder,
  type CachedSource,
  cachedProgram,
  type Environment,
  installFolder,
  installInto,
} from "./cache.ts";
import { downloadProgram, DownloadRefused } from "./download.ts";
import { withLock } from "./lock.ts";
import type { Report } from "../../provider/properties.ts";
import { findOnPath } from "./on-path.ts";
import { type Installable, type Release } from "./releases.ts";
import { thisSystem } from "./system.ts";

/** A program that can be started. */
export interface Located {
  readonly path: string;
  readonly source: "path" | CachedSource;
  /** `1.2.3` */
  readonly version: string;
}

/** What installing depends on besides its own code: tests put a local site in its place. */
export interface Means {
  readonly env: Environment;
  /** Undefined where the project publishes nothing for this system. */
  readonly release: (program: Installable) => Release | undefined;
  readonly build: typeof buildProgram;
}

const OFFICIAL: Means = {
  env: process.env,
  release: ({ origin }) => {
    const system = thisSystem();
    return system && origin.release(system);
  },
  build: buildProgram,
};

const silent: Report = () => undefined;

/**
 * Finds an installed program without installing anything: on PATH when its version is one that the
 * configuration was proven with, else in the cache.
 */
export function locateProgram(
  program: Installable,
  notice: Report = silent,
  env: Environment = process.env,
): Located | undefined {
  const onPath = findOnPath({ ...program, ...program.origin, ...program.pin }, notice, env);
  return onPath ? { ...onPath, source: "path" } : inCache(program, env);
}

/**
 * Finds a program or installs it into the cache: the project's release, checked against its
 * published checksum, or where the download is refused a build from the Go module that pins it.
 *
 * @throws {ProblemError} a checksum that does not match; no download and no Go; a failed build
 */
export async function ensureProgram(
  program: Installable,
  report: Report = silent,
  replaced: Partial<Means> = {},
): Promise<Located> {
  const means = { ...OFFICIAL, ...replaced };
  const found = locateProgram(program, report, means.env);
  if (found) return found;
  const say: Report = (line) => {
    report(`${program.name}: ${line}`);
  };
  const lock = join(cacheFolder(means.env), "bin", program.name);
  return withLock(
    lock,
    say,
    // Whoever held the lock before may have installed it.
    async () => inCache(program, means.env) ?? (await install(program, say, means)),
  );
}

function inCache(program: Installable, env: Environment): Located | undefined {
  const { released, built } = program.pin;
  const release = cachedProgram(program, "release", env);
  if (release) return { path: release, source: "release", version: released };
  const build = cachedProgram(program, "built", env);
  return build ? { path: build, source: "built", version: built } : undefined;
}

async function install(program: Installable, report: Report, means: Means): Promise<Located> {
  const refusal = await download(program, report, means);
  if (refusal !== undefined) {
    report(`no download (${refusal}): building ${program.pin.built} from its Go module`);
    const folder = installFolder(program, "built", means.env);
    await installInto(folder, (partial) =>
      means.build(program, join(partial, program.origin.file), refusal, report, means.env),
    );
  }
  const installed = inCache(program, means.env);
  if (!installed) throw new Error(`the install of ${program.name} left no program behind`);
  return installed;
}

/** Why there was no download; undefined when it succeeded. */
async function download(
  program: Installable,
  report: Report,
  means: Means,
): Promise<string | undefined> {
  const release = means.release(program);
  if (!release) return `there is no release for ${process.platform} on ${process.arch}`;
  const folder = installFolder(program, "release", means.env);
  try {
    await installInto(folder, (partial) =>
      downloadProgram(release, join(partial, program.origin.file), report),
    );
    return undefined;
  } catch (error) {
    if (error instanceof DownloadRefused) return error.message;
    throw error;
  }
}

async function buildProgram(
  { name, origin: { source, names } }: Installable,
  target: string,
  refusal: string,
  report: Report,
  env: Environment,
): Promise<void> {
  await goBuild({ ...source, what: name, alternative: names, refusal }, target, report, env);
}
