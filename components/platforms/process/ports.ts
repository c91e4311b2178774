import { setTimeout as sleep } from "node:timers/promises";
import { createServer } from "node:net";
import { dirname } from "node:path";
import type { Problem } from "../../core/errors.ts";
import { codeOf } from "./state.ts";
import { holderOf } from "./port-holder.ts";
import { portOwner } from "./record.ts";
import { processPlatform } from "./spec.ts";

/** How long a killed program may take to give its ports back. */
const RELEASE_MS = 1000;
const LOOK_EVERY_MS = 20;
const FREE_PORTS_TRIED = 50;

/** Port numbers of a stack by workload and port. */
export type StackPorts = Readonly<Record<string, Readonly<Record<string, number>>>>;

interface Wanted {
  readonly stack: string;
  readonly folder: string;
  readonly ports: StackPorts;
}

interface Refusal {
  readonly workload: string;
  readonly port: string;
  readonly number: number;
  readonly why: string;
}

/**
 * One problem for all ports that can't be had, with one line that mends it. A port of a process of
 * the same stack is none: that one keeps it, or gives it up in the same update.
 */
export async function portProblem({ stack, folder, ports }: Wanted): Promise<Problem | undefined> {
  const all = Object.entries(ports).flatMap(([workload, own]) =>
    Object.entries(own).map(([port, number]) => ({ workload, port, number })),
  );
  const refusals: Refusal[] = [];
  for (const wanted of all) {
    const why = await whyNotHad(wanted.number, stack, folder);
    if (why) refusals.push({ ...wanted, why });
  }
  const [first, ...others] = refusals;
  if (!first) return undefined;
  const key = others.length > 0 ? "" : `.${first.workload}.${first.port}`;
  const line = await settingsLine(refusals, new Set(all.map(({ number }) => number)));
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
async function settingsLine(refusals: readonly Refusal[], taken: Set<number>): Promise<string> {
  const chosen: Record<string, string[]> = {};
  for (const { workload, port, number } of refusals) {
    const free = await nextFreePort(number, taken);
    taken.add(free);
    (chosen[workload] ??= []).push(`${port}: ${free}`);
  }
  const workloads = Object.entries(chosen).map(([name, own]) => `${name}: {${own.join(", ")}}`);
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

/** The next higher port that is free and not `taken`, from 1024 on: below it needs a privilege. */
async function nextFreePort(port: number, taken: ReadonlySet<number>): Promise<number> {
  const first = Math.max(port + 1, 1024);
  for (let next = first; next < first + FREE_PORTS_TRIED && next <= 65_535; next++)
    if (!taken.has(next) && !(await whyRefused(next))) return next;
  return first;
}
