import type { DockerEngine } from "./docker-engine.ts";

/** What is read of a container: https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerInspect */
export interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly Image: string;
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly Health?: { readonly Status: string };
  };
  readonly Config: {
    readonly User: string;
    readonly Image: string;
    readonly Env: readonly string[];
  };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly CapDrop: readonly string[];
    readonly CapAdd: readonly string[] | null;
    readonly SecurityOpt: readonly string[];
    readonly Memory: number;
    readonly MemorySwap: number;
    readonly NanoCpus: number;
    readonly Privileged: boolean;
    readonly RestartPolicy: { readonly Name: string };
    readonly LogConfig: {
      readonly Type: string;
      readonly Config: Readonly<Record<string, string>>;
    };
    readonly PortBindings: Readonly<Record<string, readonly { readonly HostIp: string }[]>> | null;
  };
  readonly NetworkSettings: {
    readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>>;
  };
}

/** Every container of a project by its instance, helpers too. */
export async function containersOf(
  { docker }: Pick<DockerEngine, "docker">,
  project: string,
): Promise<ReadonlyMap<string, Inspected>> {
  const ids = await docker("ps", "--all", "--quiet", `--filter=label=agentobs.project=${project}`);
  if (ids === "") return new Map();
  const all = JSON.parse(await docker("inspect", ...ids.split("\n"))) as Inspected[];
  return new Map(all.map((one) => [one.Name.slice(project.length + 2), one]));
}

/** Those that are to run, not those that prepare or ask. */
export const services = (all: ReadonlyMap<string, Inspected>): [string, Inspected][] =>
  [...all].filter(([name]) => !/-(files|ready)$/.test(name));
