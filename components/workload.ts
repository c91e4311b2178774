import type { PortOf, ReplicaName, WorkloadName } from "./core/names.ts";
import type { ImageName } from "./core/images.ts";

/**
 * One long-running service, told once and neutrally. A backend describes itself as a Workload; a
 * platform turns any Workload into plain objects of its own kind (process, container, pod).
 */
export interface Workload {
  readonly name: WorkloadName;
  /** Which of several replicas this is, where a platform describes each on its own. */
  readonly replica?: ReplicaName;
  /** How many of it a platform runs from this one description. */
  readonly replicas: number;
  /** One sentence for people: what it does here. */
  readonly summary: string;
  /** The program, and the image that holds it. */
  readonly tool: ImageName;
  /** In place of the image's own entry point. */
  readonly command?: readonly string[];
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Secrets stay references until the resource layer: never in `args`, `files` or `environment`. */
  readonly secrets: readonly SecretUse[];
  /** Configuration by file name; `context.path(name)` says where the program finds it. */
  readonly files: Readonly<Record<string, string>>;
  readonly ports: Readonly<Record<string, WorkloadPort>>;
  /** Set when the workload keeps data that outlives it. Each replica has its own. */
  readonly data?: { readonly retention: string; readonly sizeGiB: number };
  /** Absolute folders that it writes to and may lose: a container's root is read-only. */
  readonly scratch?: readonly string[];
  readonly health: HealthCheck;
  /** Grace between the request to stop and the kill; longer than the flush of its buffers. */
  readonly stopSeconds: number;
  readonly resources: Resources;
  /** Set when it holds no state and may grow with its load. */
  readonly scaling?: { readonly maxReplicas: number; readonly cpuPercent: number };
  readonly edges: readonly Edge[];
  /** What it connects to outside of the stack. */
  readonly outside: readonly OutsideEdge[];
}

export interface Resources {
  /** The most that it may hold, and what is set aside for it. */
  readonly memoryMiB: number;
  /** Thousandths of a core that are set aside for it; it may take more. */
  readonly cpuMillis: number;
}

/** What the plan gives each replica of a workload. A workload decides none of it. */
export interface Footprint extends Resources {
  /** Absent where it keeps no data. */
  readonly diskGiB?: number;
}

export interface WorkloadPort {
  readonly number: number;
  readonly protocol: "grpc" | "http" | "tcp";
  /** What only the program itself connects to is a port of a host that is shared, and no other's. */
  readonly audience: "agents" | "operators" | "peers" | "platform" | "itself";
  /** Set when it speaks TLS. */
  readonly tls?: true;
}

export type HealthCheck = {
  /** How long a start may take before it counts as failed. */
  readonly startSeconds: number;
} & (
  | {
      readonly port: string;
      readonly path: string;
      /** Where it says that it can serve, when that is another page. */
      readonly readyPath?: string;
    }
  /** A program inside the container that ends with 0 when all is well. */
  | { readonly command: readonly string[] }
);

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
 * the start order; `scrapes` goes the other way round and does not, nor does `gossips`: both ends
 * open it, whoever is there first.
 */
export interface Edge {
  readonly to: WorkloadName;
  readonly port: string;
  readonly relation: "sends" | "reads" | "scrapes" | "gossips";
  /** The replicas of `to`, where it has them: each is connected to. */
  readonly replicas?: readonly ReplicaName[];
}

/** A connection that leaves the stack. The host is for people: policies know ports only. */
export interface OutsideEdge {
  /** Undefined where only a secret holds it. */
  readonly host?: string | undefined;
  readonly port: number;
}

/** The connection that a URL means. */
export function outsideOf(url: string): OutsideEdge {
  const { hostname, port, protocol } = new URL(url);
  return { host: hostname, port: Number(port || (protocol === "http:" ? 80 : 443)) };
}

/** Where each port of each workload listens and is reached: decided once, in the plan. */
export type Addresses = Readonly<
  { [W in WorkloadName]?: PortAddresses<W> } & {
    [W in WorkloadName as ReplicaName<W>]?: PortAddresses<W>;
  }
>;
type PortAddresses<W extends WorkloadName> = Readonly<
  Record<PortOf<W>, { readonly host: string; readonly port: number }>
>;

/** What a backend asks instead of building addresses and paths itself: they differ per platform. */
export interface WorkloadContext<W extends WorkloadName> {
  /**
   * Which replica this is, counted from 0: part of the name under which it reports. The name of an
   * environment variable that holds it, where one description serves all replicas.
   */
  readonly ordinal: number | { readonly variable: string };
  /** The most that it may hold, for programs that have a limit of their own. */
  readonly memoryMiB: number;
  /** `host:port` that this workload listens on. */
  listen(port: PortOf<W>): string;
  /** `host:port` that nobody but itself can reach. */
  loopback(port: PortOf<W>): string;
  /** `host:port` under which others reach this workload. */
  own(port: PortOf<W>): string;
  /** `host:port` of a peer, and the edge that it means. */
  at<P extends WorkloadName>(peer: P, port: PortOf<P>, relation: Edge["relation"]): string;
  /** `host:port` of every replica of a peer, in the order of their ordinals, and the one edge. */
  each<P extends WorkloadName>(peer: P, port: PortOf<P>, relation: Edge["relation"]): string[];
  /**
   * DNS name that has an address for each pod of a peer; undefined where they have names of their own,
   * which `each` gives. It notes no edge.
   */
  podLookup(peer: WorkloadName): string | undefined;
  /** Notes a connection that leaves the stack. */
  outside(edge: OutsideEdge): void;
  /** Path of one of its own `files`. */
  path(file: string): string;
  /** Path in its data directory, which outlives the workload. */
  data(sub?: string): string;
  /** Path of a secret that is handed over as a file. */
  readonly secretPath: (file: string) => string;
}

/** The part of a workload's description that only the workload itself knows. */
export type Description = Omit<
  Workload,
  "name" | "replica" | "replicas" | "ports" | "edges" | "outside" | "resources" | "data"
> & {
  /** Its disk comes from the plan. */
  readonly data?: Omit<NonNullable<Workload["data"]>, "sizeGiB">;
  /** Ports that speak TLS. */
  readonly encrypted?: readonly string[];
};

/** What an image or binary of the table is to a workload. */
export type Describe<W extends WorkloadName> = (context: WorkloadContext<W>) => Description;
