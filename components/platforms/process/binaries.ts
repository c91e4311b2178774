import { join } from "node:path";
import { type Program, VERSIONS } from "../../core/versions.ts";
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
import { findOnPath, type Report } from "./on-path.ts";
import { ORIGINS, type Release, thisSystem } from "./releases.ts";

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
  readonly release: (program: Program) => Release | undefined;
  readonly build: typeof buildProgram;
}

const OFFICIAL: Means = {
  env: process.env,
  release: (program) => {
    const system = thisSystem();
    return system && ORIGINS[program].release(system);
  },
  build: buildProgram,
};

const silent: Report = () => undefined;

/**
 * Finds an installed program without installing anything: on PATH when its version is one that the
 * configuration was proven with, else in the cache.
 */
export function locate(
  program: Program,
  notice: Report = silent,
  env: Environment = process.env,
): Located | undefined {
  const { names, versionArgs } = ORIGINS[program];
  const onPath = findOnPath(program, names, versionArgs, notice, env);
  return onPath ? { ...onPath, source: "path" } : inCache(program, env);
}

/**
 * Finds a program or installs it into the cache: the project's release, checked against its
 * published checksum, or where the download is refused a build from the Go module that pins it.
 *
 * @throws {ProblemError} a checksum that does not match; no download and no Go; a failed build
 */
export async function ensure(
  program: Program,
  report: Report = silent,
  replaced: Partial<Means> = {},
): Promise<Located> {
  const means = { ...OFFICIAL, ...replaced };
  const found = locate(program, report, means.env);
  if (found) return found;
  const say: Report = (line) => {
    report(`${program}: ${line}`);
  };
  const lock = join(cacheFolder(means.env), "bin", program);
  return withLock(
    lock,
    say,
    // Whoever held the lock before may have installed it.
    async () => inCache(program, means.env) ?? (await install(program, say, means)),
  );
}

function inCache(program: Program, env: Environment): Located | undefined {
  const { released, built } = VERSIONS[program];
  const release = cachedProgram(program, "release", env);
  if (release) return { path: release, source: "release", version: released };
  const build = cachedProgram(program, "built", env);
  return build ? { path: build, source: "built", version: built } : undefined;
}

async function install(program: Program, report: Report, means: Means): Promise<Located> {
  const refusal = await download(program, report, means);
  if (refusal !== undefined) {
    report(`no download (${refusal}): building ${VERSIONS[program].built} from its Go module`);
    const folder = installFolder(program, "built", means.env);
    await installInto(folder, (partial) =>
      means.build(program, join(partial, ORIGINS[program].file), refusal, report, means.env),
    );
  }
  const installed = inCache(program, means.env);
  if (!installed) throw new Error(`the install of ${program} left no program behind`);
  return installed;
}

/** Why there was no download; undefined when it succeeded. */
async function download(
  program: Program,
  report: Report,
  means: Means,
): Promise<string | undefined> {
  const release = means.release(program);
  if (!release) return `there is no release for ${process.platform} on ${process.arch}`;
  const folder = installFolder(program, "release", means.env);
  try {
    await installInto(folder, (partial) =>
      downloadProgram(release, join(partial, ORIGINS[program].file), report),
    );
    return undefined;
  } catch (error) {
    if (error instanceof DownloadRefused) return error.message;
    throw error;
  }
}

async function buildProgram(
  program: Program,
  target: string,
  refusal: string,
  report: Report,
  env: Environment,
): Promise<void> {
  const { source, names } = ORIGINS[program];
  await goBuild({ ...source, what: program, alternative: names, refusal }, target, report, env);
}
