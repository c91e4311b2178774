import {
  type InstanceName,
  instanceOf,
  type PortOf,
  portsOf,
  type Replicated,
  type ReplicaName,
  type WorkloadName,
} from "./core/names.ts";
import type { Program } from "./core/versions.ts";

/**
 * One long-running service, told once and neutrally. A backend describes itself as a Workload; a
 * platform turns any Workload into plain objects of its own kind (process, container, pod).
 */
export interface Workload {
  readonly name: WorkloadName;
  /** Which of several replicas this is, where a workload has them. */
  readonly replica?: ReplicaName;
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
  /** The replicas of `to`, where it has them: each is connected to. */
  readonly replicas?: readonly ReplicaName[];
}

/** Where each port of each workload listens and is reached: decided once, in the plan. */
export type Addresses = Readonly<
  {
    [W in Exclude<WorkloadName, Replicated>]?: PortAddresses<W>;
  } & {
    [R in ReplicaName]?: PortAddresses<Replicated>;
  }
>;
type PortAddresses<W extends WorkloadName> = Readonly<
  Record<PortOf<W>, { readonly host: string; readonly port: number }>
>;

/** What a backend asks instead of building addresses and paths itself: they differ per platform. */
export interface WorkloadContext<W extends WorkloadName> {
  /** Which replica this is, counted from 0: part of the name under which it reports. */
  readonly ordinal: number;
  /** `host:port` that this workload listens on. */
  listen(port: PortOf<W>): string;
  /** `host:port` of a peer, and the edge that it means. */
  at<P extends Exclude<WorkloadName, Replicated>>(
    peer: P,
    port: PortOf<P>,
    relation: Edge["relation"],
  ): string;
  /** `host:port` of every replica of a peer, in the order of their ordinals, and the one edge. */
  each<P extends Replicated>(peer: P, port: PortOf<P>, relation: Edge["relation"]): string[];
  /** Path of one of its own `files`. */
  path(file: string): string;
  /** Path in its data directory, which outlives the workload. */
  data(sub?: string): string;
  /** Path of a secret that is handed over as a file. */
  readonly secretPath: (file: string) => string;
}

/** The part of a workload's description that only the workload itself knows. */
export type Description = Omit<Workload, "name" | "replica" | "ports" | "edges">;

/** How a platform answers a context: the same for all its workloads. */
export interface Platform {
  readonly bind: string;
  paths(name: InstanceName): { files: string; data: string; secrets: string };
}

/** Runs a backend's own description against a platform and records the edges that it asks for. */
export function describeWorkload<W extends WorkloadName>(
  instance: InstanceName & (W extends Replicated ? ReplicaName : W),
  platform: Platform,
  addresses: Addresses,
  describe: (context: WorkloadContext<W>) => Description,
): Workload {
  const { workload, ordinal } = instanceOf(instance);
  const name = workload as W;
  const edges: Edge[] = [];
  const paths = platform.paths(instance);
  const addressOf = (peer: InstanceName, port: string) => {
    const ports = addresses[peer] as Record<string, { host: string; port: number }> | undefined;
    const address = ports?.[port];
    if (!address) throw new Error(`${instance} needs ${peer}.${port}, which the plan does not run`);
    return address;
  };
  const reached = (peer: InstanceName, port: string): string => {
    const { host, port: number } = addressOf(peer, port);
    return `${host}:${number}`;
  };
  const connect = (edge: Edge): void => {
    const { to, port, relation } = edge;
    if (!edges.some((e) => e.to === to && e.port === port && e.relation === relation))
      edges.push(edge);
  };
  const description = describe({
    ordinal: ordinal ?? 0,
    listen: (port) => `${platform.bind}:${addressOf(instance, port).port}`,
    at: (peer, port, relation) => {
      connect({ to: peer, port, relation });
      return reached(peer, port);
    },
    each: (peer, port, relation) => {
      const replicas = replicasOf(peer, addresses);
      connect({ to: peer, port, relation, replicas });
      return replicas.map((replica) => reached(replica, port));
    },
    path: (file) => `${paths.files}/${file}`,
    data: (sub) => (sub ? `${paths.data}/${sub}` : paths.data),
    secretPath: (file) => `${paths.secrets}/${file}`,
  });
  const ports = Object.fromEntries(
    Object.entries(portsOf(name)).map(([port, { protocol, audience }]) => [
      port,
      { number: addressOf(instance, port).port, protocol, audience },
    ]),
  );
  const replica = ordinal === undefined ? {} : { replica: instance as ReplicaName };
  return { name, ...replica, ...description, ports, edges };
}

/** The replicas of a workload that have an address, in the order of their ordinals. */
export function replicasOf(workload: Replicated, addresses: Addresses): ReplicaName[] {
  const names = (Object.keys(addresses) as InstanceName[]).filter(
    (name): name is ReplicaName => instanceOf(name).workload === workload,
  );
  return names.sort((a, b) => (instanceOf(a).ordinal ?? 0) - (instanceOf(b).ordinal ?? 0));
}
