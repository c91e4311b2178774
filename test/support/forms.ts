/** A container as both forms can say it, field by field. */
export interface Form {
  readonly image: unknown;
  readonly user: unknown;
  readonly entrypoint: unknown;
  readonly command: unknown;
  /** Secrets are shown as `[secret]`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly mounts: readonly string[];
  readonly tmpfs: Readonly<Record<string, string>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly ports: readonly string[];
  readonly healthcheck: unknown;
  readonly readOnly: unknown;
  readonly capabilities: unknown;
  readonly securityOptions: unknown;
  readonly memoryMiB: unknown;
  readonly swapMiB: unknown;
  readonly cpus: unknown;
  readonly restart: unknown;
  readonly logging: unknown;
  readonly stopSeconds: unknown;
  readonly labels: Readonly<Record<string, string>>;
  /** What the start waits for, and until when. */
  readonly after: Readonly<Record<string, string>>;
  /** Text by path of what is there before it starts. */
  readonly files: Readonly<Record<string, string>>;
}

export interface Forms {
  /** By name on the engine. */
  readonly containers: Readonly<Record<string, Form>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export type Values = Readonly<Record<string, unknown>>;

export const mountText = (source: unknown, target: unknown, readOnly: unknown): string =>
  `${String(source)} at ${String(target)}${readOnly === true ? ", read-only" : ""}`;
export const portText = (
  ip: unknown,
  external: unknown,
  internal: unknown,
  protocol: unknown,
): string => `${String(ip)}:${String(external)}:${String(internal)}/${String(protocol)}`;
export const list = (value: unknown): readonly Values[] => (value ?? []) as readonly Values[];
export const values = (value: unknown): Values => (value ?? {}) as Values;
