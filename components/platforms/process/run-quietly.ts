import { spawn } from "node:child_process";
import type { Environment } from "./cache.ts";
import type { Report } from "../../provider/properties.ts";

const PROGRESS_MS = 15_000;
/** As much as a message can hold. */
const OUTPUT_LINES = 15;

/** How a program is run whose output matters only when it fails. */
export interface QuietRun {
  /** What people call the work: `building`. */
  readonly doing: string;
  readonly cwd: string;
  readonly env: Environment;
  /** Then it is killed. Without one it may take as long as it makes progress for its reader. */
  readonly timeoutMs?: number;
  /** How much of its output a failure shows, in lines. */
  readonly outputLines?: number;
}

/** Undefined when it ended well, else the last lines of what it said. Long runs report their time. */
export async function runQuietly(
  command: string,
  args: readonly string[],
  { doing, cwd, env, timeoutMs, outputLines }: QuietRun,
  report: Report,
): Promise<string | undefined> {
  const child = spawn(command, args, {
    cwd,
    env: { ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
  });
  const started = Date.now();
  const progress = setInterval(() => {
    report(`${doing}, ${duration(Date.now() - started)}`);
  }, PROGRESS_MS);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject).on("close", resolve);
    });
    if (code === 0) return undefined;
    return (
      lastLines(output, outputLines) ||
      `it ended without a word after ${duration(Date.now() - started)}`
    );
  } finally {
    clearInterval(progress);
  }
}

export function lastLines(text: string, count = OUTPUT_LINES): string {
  return text.trim().split("\n").slice(-count).join("\n");
}

/** `0.4 s`, `48 s`, `1 min 03 s` */
export function duration(milliseconds: number): string {
  if (milliseconds < 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
