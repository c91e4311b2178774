import type { InstanceName } from "../../core/names.ts";
import type { Program } from "../../core/versions.ts";
import type { Platform, Workload } from "../../workload.ts";

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
  /** Name of the secret by file, below `secrets/<name>/`. */
  readonly secretFiles: Readonly<Record<string, string>>;
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
  return {
    name: nameOf(workload),
    summary,
    tool,
    args,
    environment,
    secretEnvironment: secretsBy(workload, "environment"),
    secretFiles: secretsBy(workload, "file"),
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

/** Every process behind those it needs. Throws on a circle, which no start order can serve. */
export function startOrder(specs: readonly ProcessSpec[]): ProcessSpec[] {
  const ordered: ProcessSpec[] = [];
  let waiting = [...specs];
  while (waiting.length > 0) {
    const isWaiting = (name: InstanceName) => waiting.some((spec) => spec.name === name);
    const ready = waiting.filter(({ after }) => !after.some(isWaiting));
    if (ready.length === 0)
      throw new Error(`start order: ${waiting.map(({ name }) => name).join(", ")} form a circle`);
    ordered.push(...ready);
    waiting = waiting.filter((spec) => !ready.includes(spec));
  }
  return ordered;
}

function secretsBy({ secrets }: Workload, way: "environment" | "file"): Record<string, string> {
  const named: Record<string, string> = {};
  for (const use of secrets) {
    if (way === "environment" && "environment" in use) named[use.environment] = use.secret;
    if (way === "file" && "file" in use) named[use.file] = use.secret;
  }
  return named;
}

/** A replica's own name, else the workload's, which then runs once. */
const nameOf = ({ name, replica }: Workload): InstanceName => replica ?? (name as InstanceName);

function healthUrl(workload: Workload): string {
  const { ports, health } = workload;
  const port = ports[health.port];
  if (!port)
    throw new Error(`${nameOf(workload)}: its health check names the port ${health.port}, unknown`);
  return `http://${processPlatform.bind}:${port.number}${health.path}`;
}

/** A scraper copes with a target that comes later; a sender or a reader waits for its peer. */
function peersBefore({ name, edges }: Workload): InstanceName[] {
  const needed = edges.filter(({ to, relation }) => to !== name && relation !== "scrapes");
  const peers = needed.flatMap(({ to, replicas }): readonly InstanceName[] =>
    replicas ? replicas : [to as InstanceName],
  );
  return [...new Set(peers)].sort();
}
