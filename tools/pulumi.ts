import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { VERSIONS } from "../components/core/versions.ts";
import { goBuild } from "../components/platforms/process/build.ts";
import {
  cacheFolder,
  type Environment,
  goModuleHash,
  installInto,
} from "../components/platforms/process/cache.ts";
import { textOf } from "../components/platforms/process/download.ts";
import { withLock } from "../components/platforms/process/lock.ts";
import {
  executablesNamed,
  findOnPath,
  isExecutableFile,
} from "../components/platforms/process/on-path.ts";
import type { Report } from "../components/provider/properties.ts";
import { runQuietly } from "../components/platforms/process/run-quietly.ts";
import { BUILT_HOST, HOST_SCRIPT, writeHostScript } from "./language-host.ts";

/** A Pulumi CLI whose language host for Node is where it looks for it. */
export interface PulumiCli {
  readonly path: string;
  /** What PULUMI_HOME must be: plugins and credentials of the kit, never the user's own. */
  readonly home: string;
  readonly source: "path" | "release" | "built";
  readonly version: string;
}

const LANGUAGE_HOST = "pulumi-language-nodejs";
const VERSION = VERSIONS.pulumi.released;
/** A hundred megabytes on a slow line; a site that is out of reach is noticed in seconds. */
const DOWNLOAD_MS = 10 * 60_000;
const SDK_VERSION = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
const ON_PATH = { name: "pulumi", names: ["pulumi"], versionArgs: ["version"], ...VERSIONS.pulumi };
/** The language host is the last one that is a package of the SDK's module. */
const SOURCES = [
  {
    file: "pulumi",
    module: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    ldflags: `-X ${SDK_VERSION}=v${VERSIONS.pulumi.built}`,
  },
  {
    file: BUILT_HOST,
    module: LANGUAGE_HOST,
    package: `github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/${LANGUAGE_HOST}`,
    ldflags: `-X ${SDK_VERSION}=v3.66.0`,
  },
] as const;

/** Finds an installed Pulumi CLI without installing anything: on PATH, else in the cache. */
export function locatePulumi(
  notice: Report = () => undefined,
  env: Environment = process.env,
): PulumiCli | undefined {
  const home = homeFolder(env);
  // Asking for the version already writes a log and looks for updates, in the user's own home.
  const asking = { ...env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const onPath = findOnPath(ON_PATH, notice, asking);
  if (onPath && hasLanguageHost(onPath.path, env)) return { ...onPath, home, source: "path" };
  if (onPath) notice(`${onPath.path} not used: ${LANGUAGE_HOST} is neither beside it nor on PATH`);
  const folder = versionFolder(env);
  const path = join(folder, "bin", "pulumi");
  if (!isExecutableFile(path) || !hasLanguageHost(path, {})) return undefined;
  if (!existsSync(builtMark(folder))) return { path, home, source: "release", version: VERSION };
  if (readFileSync(builtMark(folder), "utf8") !== sourcesHash()) return undefined;
  return { path, home, source: "built", version: VERSIONS.pulumi.built };
}

/**
 * Finds a Pulumi CLI or installs it: through npm's `pulumi` package, which fetches the release
 * into `$PULUMI_HOME/versions/<version>`, or where that is refused built from its Go modules into
 * the same folder, where the package finds it too.
 *
 * @throws {ProblemError} when there is neither a download nor a Go to build with
 */
export async function ensurePulumi(
  report: Report = () => undefined,
  env: Environment = process.env,
  reach: () => Promise<unknown> = () => textOf("https://get.pulumi.com/install.sh"),
): Promise<PulumiCli> {
  const found = locatePulumi(report, env);
  if (found) return found;
  const say: Report = (line) => {
    report(`pulumi: ${line}`);
  };
  return withLock(versionFolder(env), say, async () => {
    const found = locatePulumi(() => undefined, env);
    if (found) return found;
    await installInto(versionFolder(env), async (folder) => {
      const refusal = await fetchThroughNpm(folder, reach, say, env);
      if (refusal === undefined) return;
      say(`no download (${refusal}): building ${VERSIONS.pulumi.built} from its Go modules`);
      await build(folder, refusal, say, env);
    });
    const installed = locatePulumi(() => undefined, env);
    if (!installed) throw new Error("the install of the Pulumi CLI left none behind");
    return installed;
  });
}

/** Why there was no download; undefined when it succeeded. */
async function fetchThroughNpm(
  folder: string,
  reach: () => Promise<unknown>,
  report: Report,
  env: Environment,
): Promise<string | undefined> {
  // The package itself would wait for minutes where packets are dropped.
  try {
    await reach();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  report(`downloading Pulumi ${VERSION} through npm's pulumi package`);
  const install = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund"];
  const home = join(folder, "home");
  const run = { cwd: folder, env: { ...env, PULUMI_HOME: home }, timeoutMs: DOWNLOAD_MS };
  const script = join(folder, "node_modules/pulumi/run.js");
  const failure =
    (await runQuietly(
      "npm",
      [...install, "--ignore-scripts", `pulumi@${VERSION}`],
      { ...run, doing: "installing npm's pulumi package" },
      report,
    )) ??
    (await runQuietly(
      process.execPath,
      [script, "version"],
      { ...run, doing: "downloading the Pulumi CLI" },
      report,
    ));
  if (failure !== undefined) return failure;
  renameSync(join(home, "versions", VERSION, "bin"), join(folder, "bin"));
  rmSync(home, { recursive: true });
  rmSync(join(folder, "node_modules"), { recursive: true });
  return undefined;
}

async function build(
  folder: string,
  refusal: string,
  report: Report,
  env: Environment,
): Promise<void> {
  await mkdir(join(folder, "bin"), { recursive: true });
  for (const source of SOURCES) {
    const what = { what: source.file, alternative: ["pulumi"], refusal };
    await goBuild({ ...source, ...what }, join(folder, "bin", source.file), report, env);
  }
  writeHostScript(join(folder, "bin"), LANGUAGE_HOST);
  writeFileSync(builtMark(folder), sourcesHash());
}

function sourcesHash(): string {
  const script = createHash("sha256").update(HOST_SCRIPT).digest("hex").slice(0, 8);
  return [...SOURCES.map(({ module, ldflags }) => goModuleHash(module, ldflags)), script].join("-");
}

/** Pulumi takes the one on PATH, else the one beside the file that its own link points to. */
function hasLanguageHost(pulumi: string, env: Environment): boolean {
  const beside = join(dirname(realpathSync(pulumi)), LANGUAGE_HOST);
  return isExecutableFile(beside) || executablesNamed(LANGUAGE_HOST, env).length > 0;
}

const homeFolder = (env: Environment) => join(cacheFolder(env), "pulumi");
const versionFolder = (env: Environment) => join(homeFolder(env), "versions", VERSION);
const builtMark = (folder: string) => join(folder, "built-from");
