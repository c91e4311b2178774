import { spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const LOCK = {
  packages: {
    "": {},
    "node_modules/a": { integrity: "one" },
    "node_modules/b": { optional: true },
  },
};

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "agentobs-run-"));
  for (const folder of ["tools", "path", "node_modules"]) mkdirSync(join(project, folder));
  copyFileSync(join(import.meta.dirname, "../../tools/run.mjs"), join(project, "tools/run.mjs"));
  put("package-lock.json", JSON.stringify(LOCK));
  put("node_modules/.package-lock.json", JSON.stringify(LOCK));
});
afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

function put(file: string, text: string, mode = 0o644): void {
  writeFileSync(join(project, file), text, { mode });
}

/** Notes what it was asked for, then does what the script says. */
function fakeNpm(script: string): void {
  put(
    "path/npm",
    `#!/bin/sh\n[ "$1" = --version ] && echo 11.0.0 && exit\necho "$@" >> ${project}/asked\n${script}\n`,
    0o755,
  );
}
const asked = () => {
  const file = join(project, "asked");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
};

/** As if this Node were of another version. */
const pretend = (version: string) => [
  "--import",
  `data:text/javascript,Object.defineProperty(process,"version",{value:"${version}"})`,
];
const run = (
  args: readonly string[],
  nodeArgs: readonly string[] = [],
  path = `${project}/path:/usr/bin:/bin`,
) =>
  spawnSync(process.execPath, [...nodeArgs, join(project, "tools/run.mjs"), ...args], {
    encoding: "utf8",
    env: { PATH: path, AGENTOBS_CACHE: `${project}/cache` },
  });

describe("the entry of every command", () => {
  test("passes arguments on and ends with the script's exit code", () => {
    put("hello.ts", "console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;");
    const { stdout, status } = run(["hello.ts", "--out", "a b"]);
    expect(stdout).toBe('["--out","a b"]\n');
    expect(status).toBe(7);
  });

  test("puts its Node first on PATH, for all that the script starts", () => {
    put("hello.ts", "console.log(process.env.PATH?.split(':')[0]);");
    expect(run(["hello.ts"]).stdout.trim()).toBe(join(process.execPath, ".."));
  });

  test("hands a request to stop to the script and waits for its end", async () => {
    put(
      "wait.ts",
      "process.on('SIGTERM', () => setTimeout(() => process.exit(5), 100)); setInterval(() => {}, 1e3); console.log('waits');",
    );
    const child = spawn(process.execPath, [join(project, "tools/run.mjs"), "wait.ts"]);
    const code = new Promise((resolve) => child.on("exit", resolve));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.kill("SIGTERM");
    expect(await code).toBe(5);
  });

  test("keeps the stack's own connections away from a proxy", () => {
    put("hello.ts", "console.log(process.env.NODE_USE_ENV_PROXY, process.env.NO_PROXY);");
    const { stdout } = spawnSync(process.execPath, [join(project, "tools/run.mjs"), "hello.ts"], {
      encoding: "utf8",
      env: { PATH: "/usr/bin:/bin", HTTPS_PROXY: "http://proxy.invalid", NO_PROXY: "intra" },
    });
    expect(stdout).toBe("1 intra,127.0.0.1,localhost\n");
  });
});

describe("npm packages", () => {
  beforeEach(() => {
    put("hello.ts", "console.log('hello')");
  });

  test("that match the lock are left alone, optional ones for other systems too", () => {
    put(
      "node_modules/.package-lock.json",
      JSON.stringify({ packages: { "node_modules/a": { integrity: "one" } } }),
    );
    expect(run(["hello.ts"]).stdout).toBe("hello\n");
  });

  test("that differ from the lock are installed once", () => {
    put("node_modules/.package-lock.json", JSON.stringify({ packages: {} }));
    fakeNpm("mkdir -p node_modules; cp package-lock.json node_modules/.package-lock.json");
    expect(run(["hello.ts"]).stdout).toMatch(/^installing npm packages … \d+\.\d s\nhello\n$/);
    expect(run(["hello.ts"]).stdout).toBe("hello\n");
    expect(asked()).toEqual(["ci --ignore-scripts --no-audit --no-fund --loglevel=error"]);
  });

  test("that can't be had end the command with what npm said", () => {
    put("node_modules/.package-lock.json", JSON.stringify({ packages: {} }));
    fakeNpm("echo 'npm error 404 no such package' >&2; exit 1");
    const { stderr, status } = run(["hello.ts"]);
    expect(stderr).toContain("could not be installed:\nnpm error 404 no such package\n  Fix: ");
    expect(status).toBe(1);
  });
});

describe("Node", () => {
  beforeEach(() => {
    put("hello.ts", "console.log('hello')");
  });

  test("18 is told that it is too old", () => {
    const { stderr, status } = run(["hello.ts"], pretend("v18.20.0"));
    expect(stderr).toContain("Node v18.20.0 is too old, 20 or newer is needed.\n  Fix: install it");
    expect(status).toBe(1);
  });

  test("20 gives way to a newer one on PATH", () => {
    put("path/node", `#!/bin/sh\necho newer >&2\nexec ${process.execPath} "$@"\n`, 0o755);
    const { stdout, stderr } = run(["hello.ts"], pretend("v20.0.0"));
    expect(stdout).toBe("hello\n");
    expect(stderr).toContain("newer");
  });

  test("20 brings a newer one from npm, once", () => {
    fakeNpm(
      `name=$(expr "$5" : '\\(.*\\)@'); mkdir -p "$3/node_modules/$name/bin"
       printf '#!/bin/sh\\nexec ${process.execPath} "$@"\\n' > "$3/node_modules/$name/bin/node"
       chmod +x "$3/node_modules/$name/bin/node"`,
    );
    const expected = /^installing Node 24\.\d+\.\d+ from npm … \d+\.\d s\nhello\n$/;
    expect(run(["hello.ts"], pretend("v20.0.0")).stdout).toMatch(expected);
    expect(run(["hello.ts"], pretend("v20.0.0")).stdout).toBe("hello\n");
    expect(asked()).toEqual([expect.stringMatching(/^install --prefix \S+ --no-save \S+@24\./)]);
  });

  test("20 without npm is told what is missing", () => {
    const { stderr, status } = run(["hello.ts"], pretend("v20.0.0"), `${project}/path`);
    expect(stderr).toContain("npm is not on PATH.\n  Fix: install npm");
    expect(status).toBe(1);
  });
});
