import type { InstanceName } from "../../core/names.ts";

/** Every decision about the engine and what is open on its host, as plain values. */
export interface DockerPlan {
  /** `ssh://user@host` or `unix:///path`; undefined for `DOCKER_HOST`, else this machine's. */
  readonly host?: string;
  readonly sshOptions: readonly string[];
  /** Stands before every name. */
  readonly project: string;
  /** In place of each image's own registry. */
  readonly registry?: string;
  /** Whether volumes with data outlive what runs on them. */
  readonly protectData: boolean;
  readonly published: readonly PublishedPort[];
}

/** A port of a container that is open on the engine's host. */
export interface PublishedPort {
  readonly instance: InstanceName;
  readonly port: string;
  /** Of the host. */
  readonly address: string;
  /** On the host. */
  readonly number: number;
}
