import { type PortOf, portsOf, type WorkloadName } from "./core/names.ts";
import type { Program } from "./core/versions.ts";

/**
 * One long-running service, told once and neutrally. A backend describes itself as a Workload; a
 * platform turns any Workload into plain objects of its own kind (process, container, pod).
 */
export interface Workload {
  readonly name: WorkloadName;
  /** One sentence for people: what it does here. */
  readonly summary: string;
  readonly tool: Program;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Secrets stay references until the resource layer: never in `args`, `files` or `environment`. */
  readonly secrets: readonly SecretUse[];
  /** Configuration by file name; `context.path(name)` says where the program finds it. */
  readonly files: Readonly<Record<string, string>>;
  readonly ports: Readonly<Record<string, WorkloadPort>>;
  /** Set when the workload keeps data that outlives it. */
  readonly data?: { readonly retention: string };
  readonly health: HealthCheck;
  /** Grace between the request to stop and the kill; longer than the flush of its buffers. */
  readonly stopSeconds: number;
  readonly resources: { readonly memoryMiB: number };
  readonly edges: readonly Edge[];
}

export interface WorkloadPort {
  readonly number: number;
  readonly protocol: "grpc" | "http";
  readonly audience: "agents" | "operators" | "peers" | "platform";
}

export interface HealthCheck {
  readonly port: string;
  readonly path: string;
  /** How long a start may take before it counts as failed. */
  readonly startSeconds: number;
}

/** A named secret of the settings, handed over as an environment variable or a file. */
export type SecretUse =
  | { readonly secret: string; readonly environment: string }
  | { readonly secret: string; readonly file: string }
  | { readonly lines: readonly SecretLine[]; readonly file: string };

/** A line of a file that several secrets make up: the plain text before the secret, and its name. */
export interface SecretLine {
  readonly before?: string;
  readonly secret: string;
}

/**
 * A connection that one workload opens to another. `sends` and `reads` need the peer first and give
 * the start order; `scrapes` goes the other way round and does not.
 */
export interface Edge {
  readonly to: WorkloadName;
  readonly port: string;
  readonly relation: "sends" | "reads" | "scrapes";
}

/** Where each port of each workload listens and is reached: decided once, in the plan. */
export type Addresses = Readonly<{
  [W in WorkloadName]?: Readonly<
    Record<PortOf<W>, { readonly host: string; readonly port: number }>
  >;
}>;

/** What a backend asks instead of building addresses and paths itself: they differ per platform. */
export interface WorkloadContext<W extends WorkloadName> {
  /** `host:port` that this workload listens on. */
  listen(port: PortOf<W>): string;
  /** `host:port` of a peer, and the edge that it means. */
  at<P extends WorkloadName>(peer: P, port: PortOf<P>, relation: Edge["relation"]): string;
  /** Path of one of its own `files`. */
  path(file: string): string;
  /** Path in its data directory, which outlives the workload. */
  data(sub?: string): string;
  /** Path of a secret that is handed over as a file. */
  secretPath(file: string): string;
}

/** The part of a workload's description that only the workload itself knows. */
export type Description = Omit<Workload, "name" | "ports" | "edges">;

/** How a platform answers a context: the same for all its workloads. */
export interface Platform {
  readonly bind: string;
  paths(name: WorkloadName): { files: string; data: string; secrets: string };
}

/** Runs a backend's own description against a platform and records the edges that it asks for. */
export function describeWorkload<W extends WorkloadName>(
  name: W,
  platform: Platform,
  addresses: Addresses,
  describe: (context: WorkloadContext<W>) => Description,
): Workload {
  const edges: Edge[] = [];
  const paths = platform.paths(name);
  const addressOf = (peer: WorkloadName, port: string) => {
    const ports = addresses[peer] as Record<string, { host: string; port: number }> | undefined;
    const address = ports?.[port];
    if (!address) throw new Error(`${name} needs ${peer}.${port}, which the plan does not run`);
    return address;
  };
  const description = describe({
    listen: (port) => `${platform.bind}:${addressOf(name, port).port}`,
    at: (peer, port, relation) => {
      if (!edges.some((e) => e.to === peer && e.port === port && e.relation === relation))
        edges.push({ to: peer, port, relation });
      const { host, port: number } = addressOf(peer, port);
      return `${host}:${number}`;
    },
    path: (file) => `${paths.files}/${file}`,
    data: (sub) => (sub ? `${paths.data}/${sub}` : paths.data),
    secretPath: (file) => `${paths.secrets}/${file}`,
  });
  const ports = Object.fromEntries(
    Object.entries(portsOf(name)).map(([port, { protocol, audience }]) => [
      port,
      { number: addressOf(name, port).port, protocol, audience },
    ]),
  );
  return { name, ...description, ports, edges };
}
