import { spawn } from "node:child_process";

export interface ScriptRun {
  readonly code: number | null;
  /** Of both streams, as it came. */
  readonly output: string;
}

/** Runs a script in a Node process of its own until it ends. */
export function runScript(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>>,
): Promise<ScriptRun> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code, output });
    });
  });
}
