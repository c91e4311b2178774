import { spawnSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Pin } from "../../core/versions.ts";
import type { Report } from "../../provider/properties.ts";
import type { Environment } from "./cache.ts";

const VERSION_TIMEOUT_MS = 10_000;

/** How a program on PATH is known, and which versions of it are good. */
export interface Wanted extends Pick<Pin, "accepts"> {
  /** What people call it. */
  readonly name: string;
  /** The first one found with an accepted version wins. */
  readonly names: readonly string[];
  /** Prints a text whose first `1.2.3` is its version. */
  readonly versionArgs: readonly string[];
}

/** The first on PATH with an accepted version; a notice for each that is passed over. */
export function findOnPath(
  { name: tool, names, versionArgs, accepts: [from, below] }: Wanted,
  notice: Report,
  env: Environment,
): { readonly path: string; readonly version: string } | undefined {
  for (const path of names.flatMap((name) => executablesNamed(name, env))) {
    const version = versionOf(path, versionArgs, env);
    if (version && compareVersions(version, from) >= 0 && compareVersions(version, below) < 0)
      return { path, version };
    const found = version ? `is ${version}` : "does not say its version";
    notice(`${path} ${found}, not used: ${tool} needs ${from} or newer, below ${below}`);
  }
  return undefined;
}

/** The first `1.2.3` that the program prints, undefined when it prints none in ten seconds. */
export function versionOf(
  path: string,
  args: readonly string[],
  env: Environment = process.env,
): string | undefined {
  const { stdout, stderr } = spawnSync(path, args, {
    env: { ...env },
    encoding: "utf8",
    timeout: VERSION_TIMEOUT_MS,
    killSignal: "SIGKILL",
  });
  return /\d+\.\d+\.\d+/.exec(`${stdout}\n${stderr}`)?.[0];
}

/** Negative when `a` is the older one. Both are `1.2.3`. */
export function compareVersions(a: string, b: string): number {
  const left = a.split(".").map(Number);
  const right = b.split(".").map(Number);
  const differences = left.map((part, i) => part - (right[i] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

/** Every executable file of this name on PATH, in its order. */
export function executablesNamed(name: string, env: Environment): string[] {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).filter(isExecutableFile);
}

export function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
