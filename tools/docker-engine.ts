import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { arch } from "node:os";
import { join } from "node:path";
import {
  cacheFolder,
  type Environment,
  installInto,
} from "../components/platforms/process/cache.ts";
import { withLock } from "../components/platforms/process/lock.ts";
import { executablesNamed } from "../components/platforms/process/on-path.ts";
import type { Report } from "../components/provider/properties.ts";
import { runQuietly } from "../components/platforms/process/run-quietly.ts";

/** What starts a Docker engine of the tests' own. */
export interface EnginePrograms {
  /** To be searched before everything else. */
  readonly path: readonly string[];
  /** Further variables that the programs need. */
  readonly environment: Readonly<Record<string, string>>;
  /** `busybox`, for images: it wants the libraries of this system. */
  readonly busybox: string;
}

/** Debian's engine with all that it needs, and a shell for images (the static one can't look up names). */
const PACKAGES = ["docker.io", "busybox"];
const NEEDED = ["dockerd", "docker", "containerd", "runc", "iptables"];
const DOWNLOAD_MS = 300_000;

const folderOf = (env: Environment): string => join(cacheFolder(env), "docker-engine");

/**
 * Why no engine can be started here; undefined where one can. It has to be a Linux of which the tests
 * may change the network: a second engine beside one that runs would share its firewall rules.
 */
export function engineHindrance(): string | undefined {
  if (process.platform !== "linux") return `an engine needs Linux, and this is ${process.platform}`;
  if (process.getuid?.() !== 0)
    return "an engine is started as root, and the tests run as somebody else";
  if (existsSync("/var/run/docker.sock"))
    return "an engine runs here, whose firewall rules would be shared";
  if (executablesNamed("apt-get", process.env).length === 0 && missing(process.env).length > 0)
    return "neither an engine is here nor Debian's apt-get, which brings one";
  return undefined;
}

/** The programs of an engine, if they are here: on PATH or in the cache. */
export function locateEngine(env: Environment = process.env): EnginePrograms | undefined {
  const root = join(folderOf(env), "root");
  if (!existsSync(root)) return undefined;
  const libraries = join(root, "usr/lib", `${TRIPLETS[arch()] ?? arch()}-linux-gnu`);
  const path = ["usr/sbin", "usr/bin"].map((folder) => join(root, folder));
  const all = { ...env, PATH: [...path, env["PATH"] ?? ""].join(":") };
  return missing(all).length > 0
    ? undefined
    : {
        path,
        environment: { LD_LIBRARY_PATH: libraries, XTABLES_LIBDIR: join(libraries, "xtables") },
        busybox: join(root, "bin/busybox"),
      };
}

const TRIPLETS: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "aarch64" };

const missing = (env: Environment): string[] =>
  NEEDED.filter((name) => executablesNamed(name, env).length === 0);

/**
 * Finds the programs of an engine, or unpacks Debian's packages of one into the cache: nothing of this
 * system changes but apt's lists.
 *
 * @returns why there are none, as text, where the packages can't be had
 */
export async function ensureEngine(
  report: Report,
  env: Environment = process.env,
): Promise<EnginePrograms | string> {
  const hindrance = engineHindrance();
  if (hindrance !== undefined) return hindrance;
  const folder = folderOf(env);
  return withLock(folder, report, async () => {
    const found = locateEngine(env);
    if (found) return found;
    let failure: string | undefined;
    await installInto(folder, async (partial) => {
      failure = await unpackPackages(partial, report, env);
    });
    return (
      failure ?? locateEngine(env) ?? `apt-get brought an engine without ${missing(env).join(", ")}`
    );
  });
}

async function unpackPackages(
  folder: string,
  report: Report,
  env: Environment,
): Promise<string | undefined> {
  const archives = join(folder, "archives");
  mkdirSync(join(archives, "partial"), { recursive: true });
  const apt = (...args: string[]) =>
    runQuietly(
      "apt-get",
      [
        "-qq",
        "-y",
        "-o",
        `Dir::Cache::archives=${archives}`,
        "-o",
        "APT::Sandbox::User=root",
        ...args,
      ],
      { doing: `apt-get ${args[0] ?? ""}`, cwd: folder, env, timeoutMs: DOWNLOAD_MS },
      report,
    );
  // What is installed already is not downloaded: it is on PATH.
  const download = () =>
    apt("install", "--download-only", "--no-install-recommends", "--reinstall", ...PACKAGES);
  // A new machine has no lists yet, or old ones.
  const failure = (await download()) && ((await apt("update")) ?? (await download()));
  if (failure !== undefined) return `apt-get does not bring ${PACKAGES.join(" and ")}: ${failure}`;
  const root = join(folder, "root");
  for (const archive of readdirSync(archives).filter((file) => file.endsWith(".deb")))
    execFileSync("dpkg-deb", ["--extract", join(archives, archive), root]);
  rmSync(archives, { recursive: true });
  linkIptables(join(root, "usr/sbin"));
  return undefined;
}

/** What the packages' own install scripts would do: which of two programs is `iptables`. */
function linkIptables(sbin: string): void {
  for (const name of ["iptables", "ip6tables"])
    if (existsSync(join(sbin, `${name}-nft`)) && !existsSync(join(sbin, name)))
      symlinkSync(`${name}-nft`, join(sbin, name));
}
