import { ProblemError } from "../components/core/errors.ts";
import { type Pin, VERSIONS } from "../components/core/versions.ts";
import { goBuild } from "../components/platforms/process/build.ts";
import type { Environment } from "../components/platforms/process/cache.ts";
import {
  ensureProgram,
  type Located,
  locateProgram,
  type Means,
} from "../components/platforms/process/install.ts";
import type { Report } from "../components/provider/properties.ts";
import type { Installable } from "../components/platforms/process/releases.ts";
import type { System } from "../components/platforms/process/system.ts";
import { kubernetesModule } from "./kubernetes-module.ts";

/** What the tests' Kubernetes cluster consists of, in the order of its start. */
export const CONTROL_PLANE = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
] as const;
export type ControlPlaneProgram = (typeof CONTROL_PLANE)[number];
type KubernetesProgram = Exclude<ControlPlaneProgram, "etcd" | "kwok">;

/** Its Go module under `tools/`. */
const MODULE = "kubernetes";

/**
 * `1.37.2`: the version under test, `KUBERNETES_VERSION` or else the pinned one.
 *
 * @throws {ProblemError} when it is no version
 */
export function kubernetesVersion(env: Environment = process.env): string {
  const asked = env["KUBERNETES_VERSION"] || VERSIONS.kubernetes.released;
  const version = /^v?(1\.\d+\.\d+)$/.exec(asked)?.[1];
  if (version) return version;
  throw new ProblemError({
    where: "make test-kubernetes",
    what: `VERSION=${asked} is no version of Kubernetes`,
    fix: `name one with its patch, such as VERSION=${VERSIONS.kubernetes.released}: https://kubernetes.io/releases/`,
  });
}

/** Finds a part of the control plane without installing anything: on PATH, else in the cache. */
export function locateControlPlane(
  program: ControlPlaneProgram,
  version: string,
): Located | undefined {
  return locateProgram(installable(program, version));
}

/**
 * Finds a part of the control plane or installs it: downloaded, else built from its Go modules.
 *
 * @param version of Kubernetes: `1.37.2`
 * @throws {ProblemError} a checksum that does not match; no download and no Go; a failed build
 */
export function ensureControlPlane(
  program: ControlPlaneProgram,
  version: string,
  report: Report,
): Promise<Located> {
  const derived = isOfKubernetes(program) && version !== VERSIONS.kubernetes.built;
  const means = derived ? { build: buildDerived } : {};
  return ensureProgram(installable(program, version), report, means);
}

/** Pins in `tools/kubernetes` are of one version; the module of another is derived from its own. */
const buildDerived: Means["build"] = async (program, target, refusal, report, env) => {
  const { pin, origin } = program;
  const module = await kubernetesModule(pin.built, report, env);
  const build = {
    ...origin.source,
    module,
    what: program.name,
    alternative: origin.names,
    refusal,
  };
  await goBuild(build, target, report, env);
};

/** A part of the control plane of one version of Kubernetes, with its pin and where it comes from. */
export function installable(program: ControlPlaneProgram, version: string): Installable {
  if (program === "etcd") return ETCD;
  if (program === "kwok") return KWOK;
  return { name: program, pin: pinOf(version), origin: kubernetesOrigin(program, version) };
}

const isOfKubernetes = (program: ControlPlaneProgram): program is KubernetesProgram =>
  program !== "etcd" && program !== "kwok";

function pinOf(version: string): Pin {
  if (version === VERSIONS.kubernetes.released) return VERSIONS.kubernetes;
  const [major = "1", minor = "0"] = version.split(".");
  const next = `${major}.${Number(minor) + 1}.0`;
  const accepts = [`${major}.${minor}.0`, next] as const;
  return { released: version, built: version, accepts, why: "asked for" };
}

/** https://kubernetes.io/releases/download/#binaries: servers are published for Linux only. */
function kubernetesOrigin(program: KubernetesProgram, version: string): Installable["origin"] {
  const [, minor = ""] = version.split(".");
  const variable = "-X k8s.io/component-base/version";
  return {
    file: program,
    names: [program],
    versionArgs: ["--version"],
    release: (system) => {
      const [os, architecture] = partsOf(system);
      if (os !== "linux") return undefined;
      const archive = `https://dl.k8s.io/release/v${version}/bin/${os}/${architecture}/${program}`;
      return { archive, checksums: `${archive}.sha256` };
    },
    source: {
      module: MODULE,
      package: `k8s.io/kubernetes/cmd/${program}`,
      ldflags: [
        `${variable}.gitVersion=v${version}`,
        `${variable}.gitMajor=1`,
        `${variable}.gitMinor=${minor}`,
        `${variable}.gitTreeState=clean`,
      ].join(" "),
    },
  };
}

const ETCD: Installable = {
  name: "etcd",
  pin: VERSIONS.etcd,
  origin: {
    file: "etcd",
    names: ["etcd"],
    versionArgs: ["--version"],
    // For macOS there is a zip, which nothing here unpacks. https://github.com/etcd-io/etcd/releases
    release: (system) => {
      if (!system.startsWith("linux")) return undefined;
      const version = VERSIONS.etcd.released;
      const base = `https://github.com/etcd-io/etcd/releases/download/v${version}`;
      const folder = `etcd-v${version}-${system}`;
      return {
        archive: `${base}/${folder}.tar.gz`,
        checksums: `${base}/SHA256SUMS`,
        member: `${folder}/etcd`,
      };
    },
    source: { module: MODULE, package: "go.etcd.io/etcd/server/v3", ldflags: "" },
  },
};

const KWOK: Installable = {
  name: "kwok",
  pin: VERSIONS.kwok,
  origin: {
    file: "kwok",
    names: ["kwok"],
    versionArgs: ["--version"],
    // Its releases come without checksums: https://github.com/kubernetes-sigs/kwok/releases
    release: () => undefined,
    source: { module: MODULE, package: "sigs.k8s.io/kwok/cmd/kwok", ldflags: "" },
  },
};

function partsOf(system: System): readonly [os: string, architecture: string] {
  const [os = "", architecture = ""] = system.split("-");
  return [os, architecture];
}
