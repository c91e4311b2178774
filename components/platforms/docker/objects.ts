import type { InstanceName } from "../../core/names.ts";
import type { SecretUse, Workload } from "../../workload.ts";

/** What an engine runs for a stack, as plain values: Pulumi's resources and the compose file say the same. */
export interface DockerObjects {
  readonly project: string;
  readonly images: readonly string[];
  readonly networks: readonly NetworkObject[];
  /** In an order in which they may start. */
  readonly workloads: readonly WorkloadObjects[];
}

export interface NetworkObject {
  readonly name: string;
  readonly driver: "bridge";
  /** Whether it has no way out. */
  readonly internal: boolean;
  readonly labels: Labels;
}

export interface VolumeObject {
  readonly name: string;
  readonly kind: "config" | "data" | "secrets";
  readonly labels: Labels;
}

/** A workload: what it needs before it starts, itself, and what asks whether it is well. */
export interface WorkloadObjects {
  readonly workload: Workload;
  readonly instance: InstanceName;
  /** Those that must be well before it starts. */
  readonly after: readonly InstanceName[];
  readonly volumes: readonly VolumeObject[];
  /** Puts files into the volumes, and ends. */
  readonly files?: FilesObject;
  readonly container: ContainerObject;
  /** Ends with 0 once the workload answers: for an image that has no program to ask it. */
  readonly ready?: ContainerObject;
}

export interface FilesObject {
  readonly container: ContainerObject;
  /** Text by path in the container, to be there before it starts. */
  readonly uploads: Readonly<Record<string, string>>;
}

export interface ContainerObject {
  /** Its name on the engine. */
  readonly name: string;
  readonly image: string;
  /** `user:group`, as numbers. */
  readonly user: string;
  readonly entrypoint?: readonly string[];
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Name of the secret by variable. */
  readonly secretEnvironment: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
  /** Mount options by folder. */
  readonly tmpfs: Readonly<Record<string, string>>;
  /** None: it has no network at all. */
  readonly networks: readonly Attachment[];
  readonly ports: readonly Port[];
  readonly healthcheck?: Healthcheck;
  readonly readOnly: boolean;
  readonly capabilities: { readonly drop: readonly string[]; readonly add: readonly string[] };
  readonly securityOptions: readonly string[];
  /** Swap is none beside it. */
  readonly memoryMiB: number;
  /** Cores, such as `1.5`. */
  readonly cpus: string;
  readonly restart: "no" | "unless-stopped";
  readonly logging: {
    readonly driver: "json-file";
    readonly options: Readonly<Record<string, string>>;
  };
  readonly stopSeconds: number;
  readonly labels: Labels;
  /** What the start waits for, by name of the container. */
  readonly after: Readonly<Record<string, "started" | "healthy" | "completed">>;
}

export interface Mount {
  readonly volume: string;
  readonly target: string;
  readonly readOnly: boolean;
}

export interface Attachment {
  readonly network: string;
  readonly aliases: readonly string[];
}

export interface Port {
  /** Of the host. */
  readonly address: string;
  /** On the host. */
  readonly number: number;
  /** In the container. */
  readonly target: number;
}

/** Durations as Go writes them: that is how they are read back. */
export interface Healthcheck {
  readonly test: readonly string[];
  readonly interval: string;
  readonly timeout: string;
  readonly retries: number;
  readonly startPeriod: string;
}

export type Labels = Readonly<Record<string, string>>;

/** The secrets that are handed over as files. */
export type SecretFile = Extract<SecretUse, { readonly file: string }>;
