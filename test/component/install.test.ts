import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VERSIONS } from "../../components/core/versions.ts";
import { ensure, locate } from "../../components/platforms/process/binaries.ts";
import type { Environment } from "../../components/platforms/process/cache.ts";
import type { Means } from "../../components/platforms/process/install.ts";
import { archiveOf, type Site, site, siteOf } from "../support/download-site.ts";

const MEMBER = "jaeger-0/jaeger";
const PROGRAM = "#!/bin/sh\necho jaeger runs\n";
const { released, built } = VERSIONS.jaeger;

let folder: string;
let env: Environment;
let reported: string[];
const report = (line: string) => void reported.push(line);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "agentobs-install-"));
  mkdirSync(join(folder, "path"));
  env = { AGENTOBS_CACHE: join(folder, "cache"), PATH: join(folder, "path") };
  reported = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const cached = () =>
  existsSync(join(folder, "cache/bin")) ? readdirSync(join(folder, "cache/bin")) : [];
const releaseAt = (url: string) => {
  return () => ({ archive: `${url}/a.tar.gz`, checksums: `${url}/sums.txt`, member: MEMBER });
};
const buildsNothing: Means["build"] = () => Promise.reject(new Error("nothing is to be built"));
const builds: Means["build"] = (_, target) => {
  writeFileSync(target, PROGRAM, { mode: 0o755 });
  return Promise.resolve();
};

async function goodSite(): Promise<Site> {
  const { archive, sha256 } = await archiveOf(folder, MEMBER, PROGRAM);
  return siteOf({ "/a.tar.gz": archive, "/sums.txt": `${sha256}  a.tar.gz\n` });
}

describe("a release", () => {
  test("is installed when its checksum is the published one, and only the program is kept", async () => {
    await using download = await goodSite();
    const means = { env, release: releaseAt(download.url), build: buildsNothing };
    const installed = await ensure("jaeger", report, means);
    expect(installed).toMatchObject({ source: "release", version: released });
    expect(spawnSync(installed.path).stdout.toString()).toBe("jaeger runs\n");
    expect(cached()).toEqual([`jaeger-${released}-release`]);
    expect(readdirSync(join(installed.path, ".."))).toEqual(["jaeger"]);
    expect(locate("jaeger", report, env)).toEqual(installed);
  });

  test("may be the program itself, of the same name, with nothing but its checksum beside it", async () => {
    const sha256 = createHash("sha256").update(PROGRAM).digest("hex");
    await using download = await siteOf({ "/jaeger": PROGRAM, "/jaeger.sha256": `${sha256}\n` });
    const archive = `${download.url}/jaeger`;
    const release = () => ({ archive, checksums: `${archive}.sha256` });
    const installed = await ensure("jaeger", report, { env, release, build: buildsNothing });
    expect(spawnSync(installed.path).stdout.toString()).toBe("jaeger runs\n");
    expect(readdirSync(join(installed.path, ".."))).toEqual(["jaeger"]);
  });

  test("with another checksum is refused, leaves nothing, and nothing is built instead", async () => {
    const { archive, sha256 } = await archiveOf(folder, MEMBER, PROGRAM);
    const wrong = "0".repeat(64);
    await using download = await siteOf({
      "/a.tar.gz": archive,
      "/sums.txt": `${wrong}  a.tar.gz\n`,
    });
    const means = { env, release: releaseAt(download.url), build: builds };
    await expect(ensure("jaeger", report, means)).rejects.toThrow(
      `its SHA-256 is ${sha256}, but ${download.url}/sums.txt says ${wrong}`,
    );
    expect(cached()).toEqual([]);
  });

  test("is downloaded once when two ask for it at the same time", async () => {
    await using download = await goodSite();
    const means = { env, release: releaseAt(download.url), build: buildsNothing };
    const both = await Promise.all([
      ensure("jaeger", report, means),
      ensure("jaeger", report, means),
    ]);
    expect(both[0]).toEqual(both[1]);
    expect(download.asked).toEqual(["/sums.txt", "/a.tar.gz"]);
    expect(reported.join("\n")).toContain("jaeger: waiting for process");
  });

  test("whose install was killed half-way is installed by the next one", async () => {
    let begun = () => {};
    const started = new Promise<void>((resolve) => (begun = resolve));
    const { archive, sha256 } = await archiveOf(folder, MEMBER, PROGRAM);
    await using slow = await site(({ url }, response) => {
      if (url === "/sums.txt") return response.end(`${sha256}  a.tar.gz\n`);
      response.writeHead(200, { "content-length": archive.length });
      response.write(archive.subarray(0, archive.length / 2), begun);
      return response;
    });
    const child = spawn(
      process.execPath,
      ["--input-type=module", "--eval", installerAt(slow.url)],
      {
        env: { ...process.env, ...env },
        stdio: "inherit",
      },
    );
    await started;
    const ended = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGKILL");
    await ended;
    expect(locate("jaeger", report, env)).toBeUndefined();

    await using download = await goodSite();
    const means = { env, release: releaseAt(download.url), build: buildsNothing };
    await ensure("jaeger", report, means);
    expect(cached()).toEqual([`jaeger-${released}-release`]);
  });
});

/** A program of its own, so that it can be killed. */
function installerAt(url: string): string {
  const module = join(import.meta.dirname, "../../components/platforms/process/binaries.ts");
  const release = JSON.stringify(releaseAt(url)());
  return `import { ensure } from ${JSON.stringify(module)};
    await ensure("jaeger", () => {}, { release: () => (${release}) });`;
}

describe("where there is no download, the program is built", () => {
  const expectBuilt = async (url: string, reason: string | RegExp) => {
    const installed = await ensure("jaeger", report, {
      env,
      release: releaseAt(url),
      build: builds,
    });
    expect(installed).toMatchObject({ source: "built", version: built });
    expect(reported.join("\n")).toMatch(reason);
    expect(cached()).toEqual([expect.stringMatching(`^jaeger-${built}-built-[0-9a-f]{8}$`)]);
  };

  test("when the connection is refused", async () => {
    const gone = await siteOf({});
    await gone[Symbol.asyncDispose]();
    await expectBuilt(gone.url, /no download \(127\.0\.0\.1:\d+ is out of reach: .*ECONNREFUSED/);
  });

  test("when the site forbids it", async () => {
    await using forbidding = await site((_, response) => response.writeHead(403).end());
    await expectBuilt(forbidding.url, /answered 403 for/);
  });

  test("when the site never answers, within seconds", async () => {
    await using silent = await site(() => undefined);
    const started = Date.now();
    await expectBuilt(silent.url, /no answer in 6 s/);
    expect(Date.now() - started).toBeLessThan(9_000);
  });

  test("when the download breaks off", async () => {
    await using breaking = await site(({ url }, response) => {
      if (url === "/sums.txt") return response.end(`${"0".repeat(64)}  a.tar.gz\n`);
      response.writeHead(200, { "content-length": 1_000 });
      return response.write("half", () => response.destroy());
    });
    await expectBuilt(breaking.url, /a\.tar\.gz broke off/);
  });

  test("when a network asks to sign in instead of answering", async () => {
    await using portal = await site((_, response) => response.end("<html>Sign in</html>"));
    await expectBuilt(portal.url, /holds no SHA-256 of a\.tar\.gz/);
  });

  test("and when that fails too, nothing is left", async () => {
    await using empty = await siteOf({});
    const means = { env, release: releaseAt(empty.url), build: buildsNothing };
    await expect(ensure("jaeger", report, means)).rejects.toThrow("nothing is to be built");
    expect(cached()).toEqual([]);
  });
});
