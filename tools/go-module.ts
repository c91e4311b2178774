import { tmpdir } from "node:os";
import { z } from "zod";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ProblemError } from "../components/core/errors.ts";
import type { Environment } from "../components/platforms/process/cache.ts";

/** A Go module whose files are read. */
export interface GoModule {
  readonly path: string;
  /** `1.2.3`, without the `v` */
  readonly version: string;
  /** `h1:…` of its files, as in a `go.sum`; without one Go's checksum database is asked alone. */
  readonly sum?: string;
}

/** What is read of the answer: https://go.dev/ref/mod#go-mod-download */
const Answer = z.object({
  Dir: z.string().optional(),
  Sum: z.string().optional(),
  Error: z.string().optional(),
});

/** What Node makes of a program that fails or is not there. */
const Failure = z.object({ stdout: z.string().default(""), message: z.string() });

const DOWNLOAD_MS = 180_000;
const run = promisify(execFile);

/**
 * The folder with a module's files in Go's own module cache, fetched when it is not there.
 *
 * @throws {ProblemError} when Go is missing, when it does not get the module, and when the module's
 * files are others than `sum` says
 */
export async function downloadGoModule(
  { path, version, sum }: GoModule,
  env: Environment = process.env,
): Promise<string> {
  const where = `go mod download ${path}@v${version}`;
  const { Dir, Sum, Error: failure } = await answerOf(`${path}@v${version}`, env);
  if (Dir === undefined)
    throw new ProblemError({
      where,
      what: failure ?? "it names no folder",
      fix: "install Go from https://go.dev/dl/ and see that it reaches its module proxy (`go env GOPROXY GOSUMDB`)",
    });
  if (sum !== undefined && sum !== Sum)
    throw new ProblemError({
      where,
      what: `the sum of its files is ${Sum ?? "unknown"}, but ${sum} is pinned`,
      fix: "do not use these files: `go clean -modcache` removes them; see what `go env GOPROXY` names",
    });
  return Dir;
}

/** A failed download is told in the answer, with a code that is not 0. */
async function answerOf(module: string, env: Environment): Promise<z.infer<typeof Answer>> {
  // Outside of every module: the ones of the checkout must not change what is chosen.
  const options = { cwd: tmpdir(), env: { ...env, GOWORK: "off" }, timeout: DOWNLOAD_MS };
  try {
    const { stdout } = await run("go", ["mod", "download", "-json", module], options);
    return Answer.parse(JSON.parse(stdout));
  } catch (error) {
    const { stdout, message } = Failure.parse(error);
    return stdout === "" ? { Error: message } : Answer.parse(JSON.parse(stdout));
  }
}
