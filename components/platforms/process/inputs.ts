import { createHash } from "node:crypto";
import { type Properties, reveal, sorted } from "../../provider/properties.ts";
import { linesText } from "../../secret-texts.ts";
import type { Located } from "./install.ts";
import type { StackPorts } from "./ports.ts";
import type { ProcessSpec } from "./spec.ts";

/** What a Process resource is made from, as the provider sees it: everything in clear. */
export interface ProcessInputs extends ProcessSpec {
  readonly stack: string;
  /** The stack's folder, set by the provider: it alone knows this machine. */
  readonly folder: string;
  readonly program: Located;
  /** Value by name of the secret. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly protectData: boolean;
}

/** What a Binaries resource is made from. */
export interface BinariesInputs {
  readonly stack: string;
  readonly folder: string;
  /** Pinned version by tool. */
  readonly tools: Readonly<Record<string, string>>;
  /** Numbers by workload and port: checked, then dropped. A process has its own among its inputs. */
  readonly ports?: StackPorts;
}

/** Inputs that `check` has found right. */
export function processInputs(properties: Properties): ProcessInputs {
  return reveal(properties) as ProcessInputs;
}

/** Inputs that `check` has found right. */
export function binariesInputs(properties: Properties): BinariesInputs {
  return reveal(properties) as BinariesInputs;
}

/** The environment of the program by variable, secrets included. */
export function ownEnvironment(inputs: ProcessInputs): Record<string, string> {
  const { environment, secretEnvironment, secrets } = inputs;
  const values = Object.entries(secretEnvironment).map(
    ([key, secret]) => [key, secrets[secret] ?? ""] as const,
  );
  return { ...environment, ...Object.fromEntries(values) };
}

/** The text by file of `secrets/<name>/`. */
export function secretFileTexts({
  secrets,
  secretFiles,
}: Pick<ProcessInputs, "secrets" | "secretFiles">): Record<string, string> {
  const text = (content: ProcessSpec["secretFiles"][string]): string =>
    typeof content === "string" ? (secrets[content] ?? "") : linesText(content, secrets);
  return Object.fromEntries(
    Object.entries(secretFiles).map(([file, content]) => [file, text(content)]),
  );
}

/** Changes when the program must be started anew, and with nothing else. */
export function startHash(inputs: ProcessInputs): string {
  const { program, args, files } = inputs;
  const all = [program.path, program.version, args, files];
  const text = JSON.stringify(sorted([...all, ownEnvironment(inputs), secretFileTexts(inputs)]));
  return createHash("sha256").update(text).digest("hex");
}
