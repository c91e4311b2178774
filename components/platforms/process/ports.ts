import { setTimeout as sleep } from "node:timers/promises";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { type InstanceName, instanceOf } from "../../core/names.ts";
import type { Problem } from "../../core/errors.ts";
import { codeOf } from "./state.ts";
import { holderOf } from "./port-holder.ts";
import { portOwner } from "./record.ts";
import { processPlatform } from "./spec.ts";

/** How long a killed program may take to give its ports back. */
const RELEASE_MS = 1000;
const LOOK_EVERY_MS = 20;
const FREE_PORTS_TRIED = 50;

/** Port numbers of a stack by instance and port. */
export type StackPorts = Readonly<Record<string, Readonly<Record<string, number>>>>;

interface Wanted {
  readonly stack: string;
  readonly folder: string;
  readonly ports: StackPorts;
}

interface Refusal {
  readonly workload: string;
  /** Which replica: they count up from the number in the settings. */
  readonly ordinal: number;
  readonly port: string;
  readonly number: number;
  readonly why: string;
}

/**
 * One problem for all ports that can't be had, with one line that mends it. A port of a process of
 * the same stack is none: that one keeps it, or gives it up in the same update.
 */
export async function portProblem({ stack, folder, ports }: Wanted): Promise<Problem | undefined> {
  const all = Object.entries(ports).flatMap(([instance, own]) => {
    const { workload, ordinal = 0 } = instanceOf(instance as InstanceName);
    return Object.entries(own).map(([port, number]) => ({ workload, ordinal, port, number }));
  });
  const refusals: Refusal[] = [];
  for (const wanted of all) {
    const why = await whyNotHad(wanted.number, stack, folder);
    if (why) refusals.push({ ...wanted, why });
  }
  const [first, ...others] = refusals;
  if (!first) return undefined;
  const key = others.length > 0 ? "" : `.${first.workload}.${first.port}`;
  const line = await settingsLine(refusals, all);
  return {
    where: `Pulumi.${stack}.yaml: agentobs:ports${key}`,
    what: refusals.map(({ number, why }) => `port ${number} is ${why}`).join("\n    "),
    fix: `stop what is there, or paste below "config:": ${line}`,
  };
}

/**
 * Why the port can't be had. A program that was killed counts as dead before its last thread has
 * given its ports back: a port that nobody holds is looked at again.
 */
async function whyNotHad(number: number, stack: string, folder: string) {
  const deadline = performance.now() + RELEASE_MS;
  for (;;) {
    const code = await whyRefused(number);
    if (!code) return undefined;
    if (code !== "EADDRINUSE") return `refused by the system (${code})`;
    const owner = portOwner(number, dirname(folder));
    if (owner?.stack === stack) return undefined;
    if (owner)
      return `in use by ${owner.record.name} of stack ${owner.stack} (pid ${owner.record.pid})`;
    const who = holderOf(number);
    if (who) return `in use by ${who}`;
    if (performance.now() > deadline)
      return `in use by another program (lsof -nP -iTCP:${number} -sTCP:LISTEN names it)`;
    await sleep(LOOK_EVERY_MS);
  }
}

/** Other ports for all that were refused: free ones, each used once. */
async function settingsLine(
  refusals: readonly Refusal[],
  all: readonly Omit<Refusal, "why">[],
): Promise<string> {
  const taken = new Set(all.map(({ number }) => number));
  const chosen: Record<string, Record<string, number>> = {};
  for (const { workload, ordinal, port, number } of refusals) {
    if (chosen[workload]?.[port] !== undefined) continue;
    const replicas = all.filter((one) => one.workload === workload && one.port === port).length;
    const free = await nextFreePort(number - ordinal, replicas, taken);
    for (let each = 0; each < replicas; each++) taken.add(free + each);
    (chosen[workload] ??= {})[port] = free;
  }
  const workloads = Object.entries(chosen).map(([name, own]) => {
    const ports = Object.entries(own).map(([port, number]) => `${port}: ${number}`);
    return `${name}: {${ports.join(", ")}}`;
  });
  return `agentobs:ports: {${workloads.join(", ")}}`;
}

/** The error code when nobody can listen there now, as a program that binds loopback would see it. */
export function whyRefused(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => {
      resolve(codeOf(error));
    });
    server.listen({ port, host: processPlatform.bind, exclusive: true }, () => {
      server.close(() => {
        resolve(undefined);
      });
    });
  });
}

/** The next higher ports that are free and not `taken`, from 1024 on: below it needs a privilege. */
async function nextFreePort(
  port: number,
  count: number,
  taken: ReadonlySet<number>,
): Promise<number> {
  const first = Math.max(port + 1, 1024);
  for (let next = first; next < first + FREE_PORTS_TRIED && next + count <= 65_536; next++) {
    let free = 0;
    while (free < count && !taken.has(next + free) && !(await whyRefused(next + free))) free += 1;
    if (free === count) return next;
  }
  return first;
}
