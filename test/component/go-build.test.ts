import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VERSIONS } from "../../components/core/versions.ts";
import { ensure, locate } from "../../components/platforms/process/binaries.ts";
import { versionOf } from "../../components/platforms/process/on-path.ts";
import { ORIGINS } from "../../components/platforms/process/releases.ts";
import { binary } from "../support/binaries.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "agentobs-build-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function onPath(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}
const environment = () => ({ PATH: folder, AGENTOBS_CACHE: join(folder, "cache") });
const building = (reported: string[] = []) =>
  ensure("collector", (line) => reported.push(line), {
    env: environment(),
    release: () => undefined,
  });

describe("a build", () => {
  test("without Go says what is missing, how to get it and what would do instead", async () => {
    await expect(building()).rejects.toThrow(
      /collector: it can't be downloaded \(there is no release for .*\) nor built \(Go is not on PATH; it needs Go 1\.26\.0 or newer\)\n {2}Fix: install Go from https:\/\/go\.dev\/dl\/, or let the download through, or put otelcol-agentobs or otelcol-contrib on PATH/,
    );
  });

  test("with a Go that is too old says both versions", async () => {
    onPath("go", "echo go1.21.4");
    await expect(building()).rejects.toThrow("Go is 1.21.4; it needs Go 1.26.0 or newer");
  });

  test("that fails shows the end of what Go said", async () => {
    onPath(
      "go",
      '[ "$1" = env ] && echo go1.26.8 && exit; echo "missing go.sum entry" >&2; exit 1',
    );
    await expect(building()).rejects.toThrow("it failed\nmissing go.sum entry");
  });

  test("runs in the module's folder, with the user's own settings and every check on", async () => {
    onPath(
      "go",
      `[ "$1" = env ] && echo go1.26.8 && exit
       { pwd; echo "$@"; echo "GOFLAGS=$GOFLAGS CGO_ENABLED=$CGO_ENABLED GOWORK=$GOWORK GOSUMDB=$GOSUMDB"; } > ${folder}/asked
       while [ "$1" != -o ]; do shift; done; echo built > "$2"`,
    );
    const env = { ...environment(), GOFLAGS: "-mod=readonly" };
    const installed = await ensure("alertmanager", undefined, { env, release: () => undefined });
    expect(readFileSync(installed.path, "utf8")).toBe("built\n");
    const [cwd, args, settings] = readFileSync(join(folder, "asked"), "utf8").split("\n");
    expect(cwd).toBe(join(import.meta.dirname, "../../tools/alertmanager"));
    expect(args).toContain(`common/version.Version=${VERSIONS.alertmanager.built} -o`);
    expect(settings).toBe("GOFLAGS=-mod=readonly CGO_ENABLED=0 GOWORK=off GOSUMDB=");
  });
});

describe("a program on PATH", () => {
  test("of an accepted version is used", () => {
    onPath("jaeger", `[ "$1" = version ] && echo '{"gitVersion":"v2.7.0"}'`);
    const path = join(folder, "jaeger");
    expect(locate("jaeger", undefined, environment())).toEqual({
      path,
      source: "path",
      version: "2.7.0",
    });
  });

  test.for([
    ["echo v1.53.0", "is 1.53.0"],
    ["echo v3.0.0", "is 3.0.0"],
    ["echo hello", "does not say its version"],
  ] as const)("that answers `%s` is passed over with a notice", ([script, found]) => {
    onPath("jaeger", script);
    const notices: string[] = [];
    expect(locate("jaeger", (line) => notices.push(line), environment())).toBeUndefined();
    expect(notices).toEqual([
      `${folder}/jaeger ${found}, not used: jaeger needs 2.2.0 or newer, below 3.0.0`,
    ]);
  });
});

test.for(Object.keys(ORIGINS) as (keyof typeof ORIGINS)[])(
  "the installed %s says the version it is known by",
  (program) => {
    const { version } = locate(program) ?? {};
    expect(versionOf(binary(program), ORIGINS[program].versionArgs)).toBe(version);
  },
);
