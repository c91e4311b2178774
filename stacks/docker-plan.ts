import { portsOf } from "../components/core/names.ts";
import type { DockerPlan, PublishedPort } from "../components/platforms/docker/plan.ts";
import type { Addresses } from "../components/workload.ts";
import { addressesOf, hostPorts, LOOPBACK } from "./addresses.ts";
import type { Settings } from "./settings.ts";

/** Whether others than the engine's own host reach an address. */
export const isBeyondLoopback = (address: string): boolean => !address.startsWith("127.");

/** On which engine, under which names, and what is open on its host. */
export function dockerPlan(settings: Settings): DockerPlan {
  const { host, sshOptions, project, registry } = settings.docker;
  return {
    ...(host !== undefined && { host }),
    sshOptions,
    project,
    ...(registry !== undefined && { registry }),
    protectData: settings.protectData,
    published: publishedPorts(settings),
  };
}

/** What is open on the engine's host: only what agents and people use may be so beyond loopback. */
function publishedPorts(settings: Settings): PublishedPort[] {
  const { agents, operators } = settings.docker;
  const addressOf = { agents: agents.address, operators: operators.address };
  return hostPorts(settings).map(({ instance, workload, port, number }) => {
    const audience = portsOf(workload)[port]?.audience;
    const open = audience === "agents" || audience === "operators";
    return { instance, port, address: open ? addressOf[audience] : LOOPBACK, number };
  });
}

/** Where a browser and agents on the engine's host find what is published there. */
export const publishedAddresses = (settings: Settings): Addresses =>
  publishedOf({ published: publishedPorts(settings) });

/** The same of a plan. */
export const publishedOf = ({ published }: Pick<DockerPlan, "published">): Addresses =>
  addressesOf(published.map((port) => ({ ...port, host: reachable(port.address) })));

/** Open on every address of the host means open on this one as well. */
export const reachable = (address: string): string => (address === "0.0.0.0" ? LOOPBACK : address);

/** The addresses as somebody on this host uses them: on Docker names are known inside only. */
export const addressesOnHost = (settings: Settings, inside: Addresses): Addresses =>
  settings.platform === "docker" ? publishedAddresses(settings) : inside;
