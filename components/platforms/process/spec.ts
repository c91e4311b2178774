import type { InstanceName } from "../../core/names.ts";
import { isProgram, type Program } from "../../core/versions.ts";
import type { Platform } from "../../describe-workload.ts";
import { peersBefore } from "../../start-order.ts";
import type { SecretLine, Workload } from "../../workload.ts";

/**
 * One background process, as a plain object. Every path in it is relative to the stack's folder, the
 * working directory of all its processes: the object is the same on every machine.
 */
export interface ProcessSpec {
  readonly name: InstanceName;
  /** One sentence for people: what it does here. */
  readonly summary: string;
  readonly tool: Program;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Name of the secret by environment variable. */
  readonly secretEnvironment: Readonly<Record<string, string>>;
  /** Name of the secret, or lines of several, by file below `secrets/<name>/`. */
  readonly secretFiles: Readonly<Record<string, string | readonly SecretLine[]>>;
  /** Text by file, below `config/<name>/`. */
  readonly files: Readonly<Record<string, string>>;
  readonly ports: Readonly<Record<string, number>>;
  readonly health: {
    /** Answers 200 once the program works. */
    readonly url: string;
    /** How long a start may take before it counts as failed. */
    readonly startSeconds: number;
  };
  /** Grace between SIGTERM and SIGKILL. */
  readonly stopSeconds: number;
  /** Whether it keeps data below `data/<name>/` that outlives it. */
  readonly data: boolean;
  /** Processes that must be healthy before this one starts, and that stop after it. */
  readonly after: readonly InstanceName[];
}

/** Everything listens on loopback, and every path is relative to the stack's folder. */
export const processPlatform: Platform = {
  bind: "127.0.0.1",
  paths: (name) => ({
    files: `config/${name}`,
    data: `data/${name}`,
    secrets: `secrets/${name}`,
  }),
};

/** Turns a workload into the process that runs it. */
export function processSpec(workload: Workload): ProcessSpec {
  const { summary, tool, args, environment, files, stopSeconds } = workload;
  if (!isProgram(tool)) throw new Error(`${nameOf(workload)}: ${tool} runs from its image only`);
  return {
    name: nameOf(workload),
    summary,
    tool,
    args,
    environment,
    secretEnvironment: secretEnvironment(workload),
    secretFiles: secretFiles(workload),
    files,
    ports: Object.fromEntries(
      Object.entries(workload.ports).map(([port, { number }]) => [port, number]),
    ),
    health: { url: healthUrl(workload), startSeconds: workload.health.startSeconds },
    stopSeconds,
    data: workload.data !== undefined,
    after: peersBefore(workload),
  };
}

/** Every secret that the process is handed, in whatever way. */
export function secretNames(
  spec: Pick<ProcessSpec, "secretEnvironment" | "secretFiles">,
): string[] {
  const inFiles = Object.values(spec.secretFiles).flatMap((content) =>
    typeof content === "string" ? [content] : content.map(({ secret }) => secret),
  );
  return [...new Set([...Object.values(spec.secretEnvironment), ...inFiles])];
}

function secretEnvironment({ secrets }: Workload): ProcessSpec["secretEnvironment"] {
  const used = secrets.flatMap((use) => ("environment" in use ? [use] : []));
  return Object.fromEntries(used.map(({ environment, secret }) => [environment, secret]));
}

function secretFiles({ secrets }: Workload): ProcessSpec["secretFiles"] {
  const used = secrets.flatMap((use) => ("file" in use ? [use] : []));
  return Object.fromEntries(
    used.map((use) => [use.file, "lines" in use ? use.lines : use.secret] as const),
  );
}

/** A replica's own name, else the workload's, which then runs once. */
const nameOf = ({ name, replica }: Workload): InstanceName => replica ?? name;

function healthUrl(workload: Workload): string {
  const { ports, health } = workload;
  if (!("path" in health)) throw new Error(`${nameOf(workload)}: a process is asked over HTTP`);
  const port = ports[health.port];
  if (!port)
    throw new Error(`${nameOf(workload)}: its health check names the port ${health.port}, unknown`);
  return `http://${processPlatform.bind}:${port.number}${health.path}`;
}
