import type { ContainerArgs } from "@pulumi/docker/container.js";
import type { NetworkArgs } from "@pulumi/docker/network.js";
import type { VolumeArgs } from "@pulumi/docker/volume.js";
import type { ContainerObject, Labels, NetworkObject, VolumeObject } from "./objects.ts";

/** Time over what a start may take, before its wait counts as failed. */
const SPARE_SECONDS = 30;

export const networkArgs = ({ name, driver, internal, labels }: NetworkObject) =>
  ({
    name,
    driver,
    internal,
    labels: labelList(labels),
  }) satisfies NetworkArgs;

export const volumeArgs = ({ name, labels }: VolumeObject) =>
  ({ name, labels: labelList(labels) }) satisfies VolumeArgs;

/** A container that runs until it is stopped, and that has started when it is healthy. */
export function serviceArgs(container: ContainerObject, startSeconds: number) {
  return {
    ...containerArgs(container),
    // The provider kills it at once, unless it is told to wait.
    destroyGraceSeconds: container.stopSeconds,
    ...(container.healthcheck && { wait: true, waitTimeout: startSeconds + SPARE_SECONDS }),
  } satisfies ContainerArgs;
}

/** A container that ends by itself: it is created when it has ended. */
export const taskArgs = (container: ContainerObject) =>
  ({ ...containerArgs(container), attach: true, mustRun: false }) satisfies ContainerArgs;

/**
 * The object in the provider's words, its secrets left out.
 * https://www.pulumi.com/registry/packages/docker/api-docs/container/
 */
function containerArgs(container: ContainerObject) {
  const { entrypoint, command, networks, ports, mounts, healthcheck, capabilities } = container;
  return {
    name: container.name,
    // By tag: the provider reads it back as it is written here, and pulls only what is not there.
    image: container.image,
    user: container.user,
    ...(entrypoint && { entrypoints: [...entrypoint] }),
    ...(command.length > 0 && { command: [...command] }),
    ...listed("envs", environmentList(container)),
    ...listed(
      "mounts",
      mounts.map(({ volume, target, readOnly }) => ({
        type: "volume",
        source: volume,
        target,
        readOnly,
      })),
    ),
    ...(Object.keys(container.tmpfs).length > 0 && { tmpfs: { ...container.tmpfs } }),
    ...(networks.length > 0
      ? {
          networksAdvanced: networks.map(({ network, aliases }) => ({
            name: network,
            ...listed("aliases", [...aliases]),
          })),
        }
      : { networkMode: "none" }),
    ...listed(
      "ports",
      ports.map(({ address, number, target }) => ({
        ip: address,
        external: number,
        internal: target,
        protocol: "tcp",
      })),
    ),
    ...(healthcheck && {
      healthcheck: {
        tests: [...healthcheck.test],
        interval: healthcheck.interval,
        timeout: healthcheck.timeout,
        retries: healthcheck.retries,
        startPeriod: healthcheck.startPeriod,
      },
    }),
    readOnly: container.readOnly,
    capabilities: { drops: [...capabilities.drop], ...listed("adds", [...capabilities.add]) },
    securityOpts: [...container.securityOptions],
    memory: container.memoryMiB,
    memorySwap: container.memoryMiB,
    cpus: container.cpus,
    restart: container.restart,
    logDriver: container.logging.driver,
    logOpts: { ...container.logging.options },
    stopTimeout: container.stopSeconds,
    labels: labelList(container.labels),
  } satisfies ContainerArgs;
}

/** Plain variables, as `KEY=value`. */
export const environmentList = ({ environment }: ContainerObject): string[] =>
  Object.entries(environment).map(([key, value]) => `${key}=${value}`);

/** Nothing where the list is empty: the provider takes an empty one for a change each time. */
const listed = <K extends string, T>(key: K, list: readonly T[]) =>
  (list.length > 0 ? { [key]: [...list] } : {}) as { [key in K]?: T[] };

export const labelList = (labels: Labels) =>
  Object.entries(labels).map(([label, value]) => ({ label, value }));
