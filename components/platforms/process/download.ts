import { createHash } from "node:crypto";
import { chmod, mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { extract } from "tar";
import { ProblemError } from "../../core/errors.ts";
import type { Report } from "../../provider/properties.ts";
import type { Release } from "./releases.ts";

/** The download site can't be reached or does not hand the file out: building is the way left. */
export class DownloadRefused extends Error {
  override readonly name = "DownloadRefused";
}

/** How long a site may take to begin its answer, so that a blocked one is given up in seconds. */
const ANSWER_MS = 6_000;
/** How long a download may stand still. */
const STALL_MS = 20_000;
const PROGRESS_MS = 5_000;

/**
 * Puts the program of a release at `target`; beside it nothing remains. An archive is unpacked
 * only when its SHA-256 is the published one.
 *
 * @throws {DownloadRefused} when the site is out of reach, refuses, or breaks off
 * @throws {ProblemError} when the checksum does not match: never a reason to go on another way
 */
export async function downloadProgram(
  { archive, checksums, member }: Release,
  target: string,
  report: Report,
): Promise<void> {
  const name = basename(archive);
  const expected = publishedSha256(await textOf(checksums), name);
  if (!expected) throw new DownloadRefused(`${checksums} holds no SHA-256 of ${name}`);
  report(`downloading ${archive}`);
  const folder = dirname(target);
  const file = join(folder, name);
  const actual = await save(archive, file, report);
  if (actual !== expected)
    throw new ProblemError({
      where: archive,
      what: `its SHA-256 is ${actual}, but ${checksums} says ${expected}`,
      fix: "do not use this file; try again later, and from another network if it stays so",
    });
  if (member === undefined) await rename(file, target);
  else await unpack(file, member, target);
  await chmod(target, 0o755);
}

/** The archive is gone then. */
async function unpack(file: string, member: string, target: string): Promise<void> {
  const unpacked = join(dirname(target), "unpacked");
  await mkdir(unpacked);
  await extract({ file, cwd: unpacked, filter: (path) => path.replace(/^[.]\//, "") === member });
  await rename(join(unpacked, member), target);
  for (const path of [file, unpacked]) await rm(path, { recursive: true });
}

/** From lines of `<sha256> <file>` (`*` marks binary), or from a text that is the bare SHA-256. */
export function publishedSha256(text: string, file: string): string | undefined {
  const bare = /^[0-9a-f]{64}$/i.exec(text.trim())?.[0];
  if (bare) return bare.toLowerCase();
  for (const line of text.split("\n")) {
    const [, sha256, name] = /^([0-9a-f]{64})\s+\*?(\S+)\s*$/i.exec(line) ?? [];
    if (sha256 && name === file) return sha256.toLowerCase();
  }
  return undefined;
}

/** @throws {DownloadRefused} within seconds when the site is out of reach */
export async function textOf(url: string): Promise<string> {
  const response = await answerOf(url, new AbortController());
  try {
    return await response.text();
  } catch (error) {
    throw new DownloadRefused(`${url} broke off (${reasonOf(error)})`);
  }
}

/** Streams to a file, with a line of progress now and then. Returns the SHA-256. */
async function save(url: string, file: string, report: Report): Promise<string> {
  const abort = new AbortController();
  const response = await answerOf(url, abort);
  const body: AsyncIterable<Uint8Array> | null = response.body;
  if (!body) throw new DownloadRefused(`${url} is empty`);
  const total = Number(response.headers.get("content-length") ?? Number.NaN);
  const stalled = setTimeout(() => {
    abort.abort(new Error(`nothing came for ${STALL_MS / 1000} s`));
  }, STALL_MS);
  let bytes = 0;
  const progress = setInterval(() => {
    report(`downloaded ${mebibytes(bytes)} of ${mebibytes(total)} MiB`);
  }, PROGRESS_MS);
  const hash = createHash("sha256");
  const out = await open(file, "w");
  try {
    for await (const chunk of body) {
      stalled.refresh();
      hash.update(chunk);
      await out.write(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    // A full disk would fail the build too, and says more than a download that broke off.
    if (error instanceof Error && "syscall" in error && error.syscall === "write") throw error;
    throw new DownloadRefused(`${url} broke off (${reasonOf(error)})`);
  } finally {
    clearTimeout(stalled);
    clearInterval(progress);
    await out.close();
  }
  return hash.digest("hex");
}

async function answerOf(url: string, abort: AbortController): Promise<Response> {
  const slow = setTimeout(() => {
    abort.abort(new Error(`no answer in ${ANSWER_MS / 1000} s`));
  }, ANSWER_MS);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (response.ok) return response;
    throw new DownloadRefused(`${new URL(url).host} answered ${response.status} for ${url}`);
  } catch (error) {
    if (error instanceof DownloadRefused) throw error;
    throw new DownloadRefused(`${new URL(url).host} is out of reach: ${reasonOf(error)}`);
  } finally {
    clearTimeout(slow);
  }
}

/** `fetch` hides what happened in the cause of a "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function mebibytes(bytes: number): string {
  return Number.isFinite(bytes) ? (bytes / 2 ** 20).toFixed(0) : "?";
}
