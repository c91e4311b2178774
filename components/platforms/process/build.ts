import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ProblemError } from "../../core/errors.ts";
import { type Environment, goModuleFolder } from "./cache.ts";
import type { Report } from "../../provider/properties.ts";
import { compareVersions } from "./on-path.ts";
import type { Source } from "./releases.ts";
import { lastLines, runQuietly } from "./run-quietly.ts";

/** What to build, and what the message says when there is no Go to build it with. */
export interface GoBuild extends Source {
  /** What people call it. */
  readonly what: string;
  /** Why it has to be built. */
  readonly refusal: string;
  /** The names under which it would be taken from PATH instead. */
  readonly alternative: readonly string[];
}

/**
 * A C compiler is not needed and would tie the program to this machine's libraries; a workspace
 * file above the checkout would put other versions in place of the pinned ones.
 */
const ENVIRONMENT = { CGO_ENABLED: "0", GOWORK: "off" } as const;
/** Go itself may have to fetch a newer toolchain first. */
const GO_VERSION_TIMEOUT_MS = 120_000;

/**
 * Builds a main package of a module under `tools/` into the file `target`. The checksum database
 * and the user's own Go settings stay in force.
 *
 * @throws {ProblemError} when Go is missing or too old, and when the build fails
 */
export async function goBuild(
  build: GoBuild,
  target: string,
  report: Report,
  env: Environment,
): Promise<void> {
  const folder = goModuleFolder(build.module);
  requireGo(build, folder, env);
  const ldflags = `-s -w ${build.ldflags}`.trim();
  const tags = build.tags === undefined ? [] : ["-tags", build.tags];
  const flags = ["-trimpath", "-buildvcs=false", ...tags, "-ldflags", ldflags];
  const failure = await runQuietly(
    "go",
    ["build", ...flags, "-o", target, build.package],
    { doing: `building ${basename(target)}`, cwd: folder, env: { ...ENVIRONMENT, ...env } },
    report,
  );
  if (failure === undefined) return;
  throw new ProblemError({
    where: `go build of ${build.what} in ${folder}`,
    what: `it failed\n${failure}`,
    fix: "see that Go reaches its module proxy and checksum database (`go env GOPROXY GOSUMDB`) and try again: what was fetched and compiled is kept",
  });
}

function requireGo(build: GoBuild, folder: string, env: Environment): void {
  const needed = goNeeded(folder);
  const { stdout, stderr, error } = spawnSync("go", ["env", "GOVERSION"], {
    cwd: folder,
    env: { ...env },
    encoding: "utf8",
    timeout: GO_VERSION_TIMEOUT_MS,
  });
  const version = error ? undefined : /^go(\d+\.\d+(?:\.\d+)?)/.exec(stdout)?.[1];
  if (version && compareVersions(needed, version) <= 0) return;
  const found = error ? "Go is not on PATH" : version ? `Go is ${version}` : lastLines(stderr);
  throw new ProblemError({
    where: build.what,
    what: `it can't be downloaded (${build.refusal}) nor built (${found}; it needs Go ${needed} or newer)`,
    fix: `install Go from https://go.dev/dl/, or let the download through, or put ${build.alternative.join(" or ")} on PATH`,
  });
}

/** The lowest Go version, from the module's own `go` line. */
function goNeeded(folder: string): string {
  const goMod = readFileSync(join(folder, "go.mod"), "utf8");
  return /^go (\S+)$/m.exec(goMod)?.[1] ?? "1.26";
}
