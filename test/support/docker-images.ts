import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type ImageName, IMAGES } from "../../components/core/images.ts";
import { isProgram } from "../../components/core/versions.ts";
import { binary } from "./binaries.ts";
import type { DockerEngine } from "./docker-engine.ts";

/** Where each project's own image has its program, which its entry point names. */
const PROGRAMS: Readonly<Partial<Record<ImageName, string>>> = {
  collector: "/otelcol-contrib",
  jaeger: "/cmd/jaeger/jaeger-linux",
  victoriametrics: "/victoria-metrics-prod",
  vmalert: "/vmalert-prod",
  alertmanager: "/bin/alertmanager",
};

/**
 * Puts images under their pinned names into the engine, each of the program that was installed for
 * the tests and nothing else: images can't be had everywhere. Those whose project's own image has a
 * shell and wget get them from busybox.
 */
export async function loadImages(engine: DockerEngine, names: readonly ImageName[]): Promise<void> {
  for (const name of names) await loadImage(engine, name);
}

async function loadImage(engine: DockerEngine, name: ImageName): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "agentobs-image-"));
  try {
    // A container's root belongs to everybody who may read it.
    chmodSync(root, 0o755);
    const path = PROGRAMS[name];
    if (path !== undefined && isProgram(name)) put(binary(name), join(root, path));
    if ("wget" in IMAGES[name] || path === undefined) addShell(engine, root);
    const { repository, tag } = IMAGES[name];
    const entry = path === undefined ? [] : ["--change", `ENTRYPOINT ["${path}"]`];
    const archive = `${root}.tar`;
    execFileSync("tar", [
      "--create",
      "--file",
      archive,
      "--directory",
      root,
      "--owner=0",
      "--group=0",
      ".",
    ]);
    await engine.docker("import", ...entry, archive, `${repository}:${tag}`);
    rmSync(archive);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function addShell({ programs }: DockerEngine, root: string): void {
  put(programs.busybox, join(root, "bin/busybox"));
  for (const library of librariesOf(programs.busybox)) put(library, join(root, library));
  const applets = execFileSync(programs.busybox, ["--list"], { encoding: "utf8" }).trim();
  for (const applet of applets.split("\n"))
    if (applet !== "busybox") symlinkSync("busybox", join(root, "bin", applet));
}

/** `libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)`, and the loader by its path alone. */
function librariesOf(program: string): string[] {
  const listed = execFileSync("ldd", [program], { encoding: "utf8" });
  return [...listed.matchAll(/(?:=> |^\s*)(\/\S+) \(/gm)].map(([, path = ""]) => path);
}

function put(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  chmodSync(to, 0o755);
}
