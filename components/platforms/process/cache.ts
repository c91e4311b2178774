import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Installable, Source } from "./releases.ts";

/** The variables that decide where programs are looked for and kept. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where an installed program comes from, as its folder in the cache says. */
export type CachedSource = "release" | "built";

/** The Go modules that pin what can be built, at the root of the project. */
const GO_MODULES = join(import.meta.dirname, "../../../tools");

/**
 * Outside the checkout, so that a fresh clone or a second one builds nothing again:
 * `AGENTOBS_CACHE`, else `agentobs` in the user's cache folder.
 */
export function cacheFolder(env: Environment = process.env): string {
  if (env["AGENTOBS_CACHE"]) return env["AGENTOBS_CACHE"];
  const caches = env["XDG_CACHE_HOME"] || join(env["HOME"] || homedir(), ".cache");
  return join(caches, "agentobs");
}

/** The folder of the Go module `name` under `tools/`; a whole path is one outside of it. */
export function goModuleFolder(name: string): string {
  return resolve(GO_MODULES, name);
}

/**
 * A folder's name changes with everything that its content depends on: a release with its version,
 * a build also with the module's sources and linker flags.
 */
export function installFolder(
  { name, pin, origin }: Installable,
  source: CachedSource,
  env: Environment,
): string {
  const folder =
    source === "release"
      ? `${name}-${pin.released}-release`
      : `${name}-${pin.built}-built-${goModuleHash(origin.source.module, flagsOf(origin.source))}`;
  return join(cacheFolder(env), "bin", folder);
}

const flagsOf = ({ ldflags, tags = "" }: Source): string => ldflags + tags;

/** The program in the cache, undefined when it is not installed. */
export function cachedProgram(
  program: Installable,
  source: CachedSource,
  env: Environment,
): string | undefined {
  const path = join(installFolder(program, source, env), program.origin.file);
  return existsSync(path) ? path : undefined;
}

/**
 * Lets `fill` write into an empty folder that becomes `folder` when it is done, so that an
 * interrupted install leaves nothing that could be taken for a whole one.
 */
export async function installInto(
  folder: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    await fill(partial);
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Eight digits that change with the Go module's sources, its pins and the flags of the build. */
export function goModuleHash(module: string, flags: string): string {
  const folder = goModuleFolder(module);
  const hash = createHash("sha256").update(flags);
  for (const file of readdirSync(folder).sort())
    if (/\.(go|mod|sum)$/.test(file)) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest("hex").slice(0, 8);
}
