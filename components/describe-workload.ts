import {
  type InstanceName,
  instanceOf,
  portsOf,
  type ReplicaName,
  type WorkloadName,
} from "./core/names.ts";
import type { Addresses, Describe, Edge, Footprint, OutsideEdge, Workload } from "./workload.ts";

/** How a platform answers a context: the same for all its workloads. */
export interface Platform {
  /** Address that everything listens on. */
  readonly bind: string;
  paths(name: InstanceName): { files: string; data: string; secrets: string };
  /** Environment variable with the ordinal, where one description serves all replicas. */
  readonly ordinalVariable?: string;
}

/** Where everything shares a host, and where a program speaks to itself. */
const LOOPBACK = "127.0.0.1";

interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** Where a stack's workloads are, and how many of each. */
export interface Places {
  readonly platform: Platform;
  readonly addresses: Addresses;
  /** DNS names that have an address for each pod of a workload whose pods have no names. */
  readonly podLookups?: Readonly<Partial<Record<WorkloadName, string>>>;
  /** Replicas of a workload that one description serves; 1 where it is not named. */
  readonly replicas?: Readonly<Partial<Record<WorkloadName, number>>>;
  /** What each replica of a workload is given. */
  readonly footprints: Readonly<Partial<Record<WorkloadName, Footprint>>>;
}

/** Runs a backend's own description against a platform and records the edges that it asks for. */
export function describeWorkload<W extends WorkloadName>(
  instance: InstanceName<W>,
  { platform, addresses, podLookups, replicas, footprints }: Places,
  describe: Describe<W>,
): Workload {
  const { workload, ordinal } = instanceOf(instance);
  const name = workload as W;
  const { ordinalVariable } = platform;
  const edges = new Edges(instance, addresses);
  const own = (port: string): string => edges.reached(instance, port);
  const paths = platform.paths(instance);
  const footprint = footprints[name];
  if (!footprint) throw new Error(`${name} runs, and the plan gives it no footprint`);
  const { memoryMiB, cpuMillis } = footprint;
  const {
    data,
    encrypted = [],
    ...description
  } = describe({
    memoryMiB,
    ordinal: ordinal ?? (ordinalVariable === undefined ? 0 : { variable: ordinalVariable }),
    listen: (port) => `${platform.bind}:${edges.addressOf(instance, port).port}`,
    loopback: (port) => `${LOOPBACK}:${edges.addressOf(instance, port).port}`,
    own,
    at: (to, port, relation) => edges.at({ to, port, relation }),
    each: (to, port, relation) => edges.each({ to, port, relation }),
    podLookup: (peer) => podLookups?.[peer],
    outside: (edge) => {
      edges.leave(edge);
    },
    path: (file) => `${paths.files}/${file}`,
    data: (sub) => (sub ? `${paths.data}/${sub}` : paths.data),
    secretPath: (file) => `${paths.secrets}/${file}`,
  });
  const ports = Object.fromEntries(
    Object.entries(portsOf(name)).flatMap(([port, { protocol, audience }]) =>
      edges.isOpen(instance, port) && (audience !== "itself" || platform.bind === LOOPBACK)
        ? [
            [
              port,
              {
                number: edges.addressOf(instance, port).port,
                protocol,
                audience,
                ...(encrypted.includes(port) && { tls: true as const }),
              },
            ],
          ]
        : [],
    ),
  );
  const replica = ordinal === undefined ? {} : { replica: instance as ReplicaName };
  const count = replicas?.[name] ?? 1;
  return {
    name,
    ...replica,
    replicas: count,
    ...description,
    ...(data && { data: { ...data, sizeGiB: diskOf(name, footprint) } }),
    resources: { memoryMiB, cpuMillis },
    ports,
    edges: edges.all,
    outside: edges.outside,
  };
}

function diskOf(name: WorkloadName, { diskGiB }: Footprint): number {
  if (diskGiB === undefined) throw new Error(`${name} keeps data, and the plan gives it no disk`);
  return diskGiB;
}

/** The connections of one workload, noted as its description asks for addresses. */
class Edges {
  readonly all: Edge[] = [];
  readonly outside: OutsideEdge[] = [];
  readonly #of: InstanceName;
  readonly #addresses: Addresses;

  constructor(of: InstanceName, addresses: Addresses) {
    this.#of = of;
    this.#addresses = addresses;
  }

  isOpen(peer: InstanceName, port: string): boolean {
    return this.#find(peer, port) !== undefined;
  }

  addressOf(peer: InstanceName, port: string): HostAndPort {
    const address = this.#find(peer, port);
    if (!address) throw new Error(`${this.#of} needs ${peer}.${port}, which the plan does not run`);
    return address;
  }

  reached(peer: InstanceName, port: string): string {
    const { host, port: number } = this.addressOf(peer, port);
    return `${host}:${number}`;
  }

  at(edge: Edge): string {
    this.#connect(edge);
    return this.reached(edge.to, edge.port);
  }

  each(edge: Edge): string[] {
    const replicas = replicasOf(edge.to, this.#addresses);
    if (replicas.length === 0) return [this.at(edge)];
    this.#connect({ ...edge, replicas });
    return replicas.map((replica) => this.reached(replica, edge.port));
  }

  leave(edge: OutsideEdge): void {
    if (!this.outside.some(({ host, port }) => host === edge.host && port === edge.port))
      this.outside.push(edge);
  }

  #find(peer: InstanceName, port: string): HostAndPort | undefined {
    const ports: Readonly<Record<string, HostAndPort>> | undefined = this.#addresses[peer];
    return ports?.[port];
  }

  #connect(edge: Edge): void {
    const { to, port, relation } = edge;
    if (!this.all.some((e) => e.to === to && e.port === port && e.relation === relation))
      this.all.push(edge);
  }
}

/** The replicas of a workload that have an address of their own, in the order of their ordinals. */
export function replicasOf<W extends WorkloadName>(
  workload: W,
  addresses: Addresses,
): ReplicaName<W>[] {
  const names = (Object.keys(addresses) as InstanceName[]).filter(
    (name): name is ReplicaName<W> =>
      instanceOf(name).ordinal !== undefined && instanceOf(name).workload === workload,
  );
  return names.sort((a, b) => (instanceOf(a).ordinal ?? 0) - (instanceOf(b).ordinal ?? 0));
}
