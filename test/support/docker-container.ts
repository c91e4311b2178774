import { setTimeout as sleep } from "node:timers/promises";
import type { types } from "@pulumi/docker";
import type * as docker from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import { archiveOf, ask } from "./docker-api.ts";

/** Inputs of the container, every one known. */
export type Container = Unwrap<docker.ContainerArgs>;

const MIB = 1024 * 1024;
const POLL_MS = 200;

/** Creates, connects, fills, starts and waits, as the provider does. */
export async function createContainer(inputs: Container) {
  const { name = "", networksAdvanced = [], uploads = [] } = inputs;
  const id = String((await ask("POST", `/containers/create?name=${name}`, bodyOf(inputs)))["Id"]);
  for (const network of networksAdvanced.slice(1)) await connect(id, network);
  if (uploads.length > 0) {
    const files = Object.fromEntries(uploads.map(({ file, content = "" }) => [file, content]));
    await ask("PUT", `/containers/${id}/archive?path=/`, await archiveOf(files));
  }
  await ask("POST", `/containers/${id}/start`);
  const exitCode = inputs.attach
    ? Number((await ask("POST", `/containers/${id}/wait`))["StatusCode"])
    : undefined;
  if (inputs.wait) await untilHealthy(id, inputs.waitTimeout ?? 60);
  return { id, ...(exitCode !== undefined && { exitCode }) };
}

/** It gets its grace, then it is removed with what only it has. */
export async function removeContainer(
  id: string,
  { stopTimeout = 10, removeVolumes = true }: Container,
) {
  await ask("POST", `/containers/${id}/stop?t=${stopTimeout}`);
  await ask("DELETE", `/containers/${id}?v=${removeVolumes}&force=true`);
}

type Network = Unwrap<types.input.ContainerNetworksAdvanced>;

const connect = (id: string, network: Network) =>
  ask("POST", `/networks/${network.name}/connect`, {
    Container: id,
    EndpointConfig: endpointOf(network),
  });
const endpointOf = ({ aliases = [] }: Network) => ({ Aliases: aliases });

/** Starts as `POST /containers/create` has them: units are bytes, nanoseconds and billionths of a core. */
function bodyOf(inputs: Container) {
  const { networksAdvanced = [], ports = [], healthcheck, labels = [] } = inputs;
  const [first] = networksAdvanced;
  const key = ({ internal, protocol = "tcp" }: (typeof ports)[number]) => `${internal}/${protocol}`;
  return {
    Image: inputs.image,
    Entrypoint: inputs.entrypoints,
    Cmd: inputs.command,
    Env: inputs.envs,
    User: inputs.user,
    Hostname: inputs.hostname,
    StopTimeout: inputs.stopTimeout,
    Labels: Object.fromEntries(labels.map(({ label, value }) => [label, value])),
    ExposedPorts: Object.fromEntries(ports.map((port) => [key(port), {}])),
    ...(healthcheck && { Healthcheck: healthOf(healthcheck) }),
    HostConfig: hostConfig(
      inputs,
      Object.fromEntries(ports.map((port) => [key(port), [bindingOf(port)]])),
    ),
    ...(first && { NetworkingConfig: { EndpointsConfig: { [first.name]: endpointOf(first) } } }),
  };
}

const bindingOf = ({ ip, external }: Unwrap<types.input.ContainerPort>) => ({
  HostIp: ip,
  HostPort: String(external),
});

function hostConfig(inputs: Container, portBindings: object) {
  const { memory, memorySwap, cpus, capabilities, networksAdvanced = [] } = inputs;
  return {
    PortBindings: portBindings,
    NetworkMode: networksAdvanced[0]?.name ?? inputs.networkMode,
    ReadonlyRootfs: inputs.readOnly,
    CapAdd: capabilities?.adds,
    CapDrop: capabilities?.drops,
    SecurityOpt: inputs.securityOpts,
    Memory: memory === undefined ? undefined : memory * MIB,
    MemorySwap: memorySwap === undefined ? undefined : memorySwap * MIB,
    NanoCpus: cpus === undefined ? undefined : Number(cpus) * 1e9,
    Tmpfs: inputs.tmpfs,
    RestartPolicy: { Name: inputs.restart ?? "no" },
    LogConfig: { Type: inputs.logDriver, Config: inputs.logOpts },
    ExtraHosts: (inputs.hosts ?? []).map(({ host, ip }) => `${host}:${ip}`),
    Mounts: (inputs.mounts ?? []).map(({ type, source, target, readOnly }) => ({
      Type: type,
      Source: source,
      Target: target,
      ReadOnly: readOnly,
    })),
    Binds: (inputs.volumes ?? []).map(
      ({ volumeName = "", containerPath = "", readOnly }) =>
        `${volumeName}:${containerPath}${readOnly ? ":ro" : ""}`,
    ),
  };
}

function healthOf(check: Unwrap<types.input.ContainerHealthcheck>) {
  const { tests, interval, timeout, startPeriod, retries } = check;
  return {
    Test: tests,
    Interval: nanoseconds(interval),
    Timeout: nanoseconds(timeout),
    StartPeriod: nanoseconds(startPeriod),
    Retries: retries,
  };
}

/** `1m30s` */
function nanoseconds(text = "0s"): number {
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };
  const parts = [...text.matchAll(/([\d.]+)([hms])/g)];
  return (
    parts.reduce((sum, [, amount, unit = "s"]) => sum + Number(amount) * (units[unit] ?? 1), 0) *
    1e9
  );
}

async function untilHealthy(id: string, seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const { State } = (await ask("GET", `/containers/${id}/json`)) as {
      State: { Health?: { Status: string }; Status: string };
    };
    if (State.Health?.Status === "healthy") return;
    if (Date.now() > end)
      throw new Error(`${id} is ${State.Health?.Status ?? State.Status} after ${seconds} s`);
    await sleep(POLL_MS);
  }
}
