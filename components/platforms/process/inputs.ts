import type { CheckFailure } from "@pulumi/pulumi/provider/provider.js";
import { createHash } from "node:crypto";
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

/** Inputs as they travel: a secret is wrapped, and stays so in whatever is handed back. */
export type Properties = Readonly<Record<string, unknown>>;

/** What the engine keeps of a resource that was created. */
export interface Created {
  readonly id: string;
  readonly outs: Properties;
}

/** Inputs as they are to be kept, and what is wrong with them. */
export interface Checked {
  readonly inputs: Properties;
  readonly failures: CheckFailure[];
}

/**
 * How Pulumi marks secrets and values that a preview can't know yet.
 * https://github.com/pulumi/pulumi/blob/v3.250.0/sdk/go/common/resource/sig/sig.go
 * https://github.com/pulumi/pulumi/blob/v3.250.0/sdk/go/common/resource/plugin/rpc.go
 */
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Unwraps every secret, at any depth. */
export function reveal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reveal);
  if (typeof value !== "object" || value === null) return value;
  const members = value as Properties;
  if (members[SIGNATURE_KEY] === SECRET_SIGNATURE) return reveal(members["value"]);
  return Object.fromEntries(Object.entries(members).map(([key, member]) => [key, reveal(member)]));
}

/** Whether a preview can't know this value yet, in whole or in part. */
export function isUnknown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === UNKNOWN;
  return Object.values(value).some(isUnknown);
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

/** The order of a map's keys is not kept on the way through the engine. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}
