import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a library sent, request by request. */
export interface Capture {
  readonly library: string;
  readonly versions: string;
  readonly requests: readonly { readonly path: string; readonly body: object }[];
}

export function capture(name: string): Capture {
  const path = join(import.meta.dirname, `../fixtures/otlp/${name}.json`);
  return JSON.parse(readFileSync(path, "utf8")) as Capture;
}

/** The signal that a request's path ends with. */
export function signalOf(path: string): "traces" | "metrics" | "logs" {
  for (const signal of ["traces", "metrics", "logs"] as const)
    if (path.endsWith(signal)) return signal;
  throw new Error(`${path} is no path of OTLP`);
}
