import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ProblemError } from "../components/core/errors.ts";
import {
  cacheFolder,
  type Environment,
  installInto,
} from "../components/platforms/process/cache.ts";
import { withLock } from "../components/platforms/process/lock.ts";
import type { Report } from "../components/provider/properties.ts";
import { runQuietly } from "../components/platforms/process/run-quietly.ts";
import { downloadGoModule } from "./go-module.ts";

const PACKAGES = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"].map(
  (program) => `k8s.io/kubernetes/cmd/${program}`,
);
/** Thousands of small files through a proxy that answers slowly. */
const TIDY_MS = 10 * 60_000;

/**
 * The folder of a Go module that builds one version of Kubernetes, made when it is not there. Go
 * checks every module that it adds against its checksum database.
 *
 * @throws {ProblemError} when Go does not get this version or what it needs
 */
export async function kubernetesModule(
  version: string,
  report: Report,
  env: Environment,
): Promise<string> {
  const folder = join(cacheFolder(env), "modules", `kubernetes-${version}`);
  await withLock(folder, report, async () => {
    if (existsSync(folder)) return;
    const upstream = await downloadGoModule({ path: "k8s.io/kubernetes", version }, env);
    const text = goModFor(version, readFileSync(join(upstream, "go.mod"), "utf8"));
    await installInto(folder, (partial) => resolve(partial, text, version, report, env));
  });
  return folder;
}

/**
 * Kubernetes takes its own libraries from a folder of its repository, which its module does not
 * hold; they are published with the same minor and patch version.
 */
export function goModFor(version: string, upstream: string): string {
  const libraries = [...upstream.matchAll(/^\s*(k8s\.io\/\S+) => \.\/staging\//gm)];
  const published = `v0.${version.split(".").slice(1).join(".")}`;
  return [
    "module agentobs.invalid/kubernetes",
    ...(upstream.match(/^(go|godebug) .*$/gm) ?? []),
    "tool (",
    ...PACKAGES.map((path) => `\t${path}`),
    ")",
    `require k8s.io/kubernetes v${version}`,
    "replace (",
    ...libraries.map(([, path = ""]) => `\t${path} => ${path} ${published}`),
    ")",
    "",
  ].join("\n");
}

async function resolve(
  folder: string,
  goMod: string,
  version: string,
  report: Report,
  env: Environment,
): Promise<void> {
  writeFileSync(join(folder, "go.mod"), goMod);
  const failure = await runQuietly(
    "go",
    ["mod", "tidy"],
    {
      doing: `resolving the modules of Kubernetes ${version}`,
      cwd: folder,
      env: { ...env, GOWORK: "off" },
      timeoutMs: TIDY_MS,
    },
    report,
  );
  if (failure === undefined) return;
  throw new ProblemError({
    where: `go mod tidy for Kubernetes ${version}`,
    what: `it failed\n${failure}`,
    fix: `see that Go reaches its module proxy and checksum database, or take VERSION=${version.replace(/\d+$/, "<another patch>")}`,
  });
}
