import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { PROJECT } from "../../cli/stack-file.ts";
import { VERSIONS } from "../../components/core/versions.ts";
import { ensurePulumi, locatePulumi } from "../../tools/pulumi.ts";

const { released, built } = VERSIONS.pulumi;

let folder: string;
let notices: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "agentobs-pulumi-"));
  for (const name of ["path", "elsewhere"]) mkdirSync(join(folder, name));
  notices = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const notice = (line: string) => void notices.push(line);
const environment = (more = "") => ({
  PATH: `${folder}/path${more}`,
  AGENTOBS_CACHE: `${folder}/cache`,
});
function put(file: string, script: string): void {
  writeFileSync(join(folder, file), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

describe("a Pulumi CLI on PATH", () => {
  test("is used when the language host lies beside the file that its link points to", () => {
    put("elsewhere/pulumi", "echo v3.230.1");
    put("elsewhere/pulumi-language-nodejs", "");
    symlinkSync(join(folder, "elsewhere/pulumi"), join(folder, "path/pulumi"));
    expect(locatePulumi(notice, environment())).toEqual({
      path: `${folder}/path/pulumi`,
      home: `${folder}/cache/pulumi`,
      source: "path",
      version: "3.230.1",
    });
  });

  test("is passed over without its language host, with a notice", () => {
    put("path/pulumi", "echo v3.230.1");
    expect(locatePulumi(notice, environment())).toBeUndefined();
    expect(notices).toEqual([
      `${folder}/path/pulumi not used: pulumi-language-nodejs is neither beside it nor on PATH`,
    ]);
  });

  test("is asked for its version without touching the user's own Pulumi folder", () => {
    put(
      "path/pulumi",
      `echo "$PULUMI_HOME $PULUMI_SKIP_UPDATE_CHECK" > ${folder}/asked; echo 3.230.1`,
    );
    put("path/pulumi-language-nodejs", "");
    expect(locatePulumi(notice, environment())).toMatchObject({ source: "path" });
    expect(readFileSync(join(folder, "asked"), "utf8")).toBe(`${folder}/cache/pulumi true\n`);
  });

  test("is passed over when it is too old, with a notice", () => {
    put("path/pulumi", "echo v2.25.2");
    expect(locatePulumi(notice, environment())).toBeUndefined();
    expect(notices.join()).toContain("pulumi is 2.25.2, not used: pulumi needs 3.200.0 or newer");
  });
});

describe("an install of the Pulumi CLI", () => {
  const versionFolder = () => join(folder, "cache/pulumi/versions", released);

  test("through npm's package is kept where that package itself looks for it", async () => {
    put(
      "path/npm",
      `mkdir -p "$3/node_modules/pulumi"; cat > "$3/node_modules/pulumi/run.js" <<'JS'
const { mkdirSync, writeFileSync } = require("node:fs");
const bin = process.env.PULUMI_HOME + "/versions/${released}/bin";
mkdirSync(bin, { recursive: true });
for (const name of ["pulumi", "pulumi-language-nodejs"]) writeFileSync(bin + "/" + name, "", { mode: 0o755 });
JS`,
    );
    const env = environment(":/usr/bin:/bin");
    const installed = await ensurePulumi(notice, env, () => Promise.resolve());
    expect(installed).toMatchObject({
      path: `${versionFolder()}/bin/pulumi`,
      source: "release",
      version: released,
    });
    expect(readdirSync(versionFolder())).toEqual(["bin"]);
  });

  test("where its site is out of reach builds CLI and language host and says why", async () => {
    put(
      "path/go",
      `[ "$1" = env ] && echo go1.26.8 && exit
       while [ "$1" != -o ]; do shift; done; echo built > "$2"; chmod +x "$2"`,
    );
    const env = environment(":/usr/bin:/bin");
    const refused = () => Promise.reject(new Error("get.pulumi.com is out of reach"));
    const installed = await ensurePulumi(notice, env, refused);
    expect(installed).toMatchObject({ source: "built", version: built });
    expect(notices.join()).toContain("pulumi: no download (get.pulumi.com is out of reach)");
    const bin = join(versionFolder(), "bin");
    const host = "pulumi-language-nodejs";
    expect(readdirSync(bin)).toEqual(["pulumi", host, `${host}-built`]);
    // The CLI finds a script, which hands the options of Pulumi.yaml to the older host as flags.
    put(`cache/pulumi/versions/${released}/bin/${host}-built`, 'printf "%s|" "$@"');
    const handed = execFileSync(join(bin, host), ["127.0.0.1:1"], { encoding: "utf8" });
    expect(handed).toBe(`${hostFlags().join("|")}|127.0.0.1:1|`);
    expect(locatePulumi(notice, env)).toEqual(installed);
  });

  /** What Pulumi.yaml says, as the built host takes it. */
  function hostFlags(): string[] {
    const project = parse(readFileSync(join(PROJECT, "Pulumi.yaml"), "utf8")) as {
      runtime: { options: Record<string, unknown> };
    };
    return Object.entries(project.runtime.options).map(
      ([key, value]) => `-${key}=${String(value)}`,
    );
  }

  test("from other sources than the ones here is not used", () => {
    mkdirSync(join(versionFolder(), "bin"), { recursive: true });
    for (const name of ["pulumi", "pulumi-language-nodejs"])
      put(`cache/pulumi/versions/${released}/bin/${name}`, "");
    expect(locatePulumi(notice, environment())).toMatchObject({ source: "release" });
    writeFileSync(join(versionFolder(), "built-from"), "something else");
    expect(locatePulumi(notice, environment())).toBeUndefined();
  });
});
