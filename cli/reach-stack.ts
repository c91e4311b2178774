import { type ChildProcess, spawn } from "node:child_process";
import { ProblemError } from "../components/core/errors.ts";
import { type InstanceName, instanceOf } from "../components/core/names.ts";
import { serviceName } from "../components/platforms/kubernetes/names.ts";
import { executablesNamed } from "../components/platforms/process/on-path.ts";
import type { Addresses } from "../components/workload.ts";
import type { Plan } from "../stacks/plan.ts";
import { portForwards } from "../stacks/port-forwards.ts";
import { reachPublished } from "./ssh-forwards.ts";
import type { Stack } from "./stack-file.ts";

/** A stack whose addresses are reached from this machine. */
export interface Reached {
  readonly addresses: Addresses;
  /** Ends what was started for it. */
  readonly close: () => void;
}

type Ports = Readonly<Record<string, { readonly host: string; readonly port: number }>>;

const FORWARD_MS = 30_000;
/** https://github.com/kubernetes/client-go/blob/master/tools/portforward/portforward.go */
const FORWARDING = /Forwarding from 127\.0\.0\.1:(\d+) -> (\d+)/g;

/**
 * The addresses of the plan, for a stack in a cluster those of `kubectl port-forward`, and for one on
 * Docker those that are published, through ssh where the engine is elsewhere. Both run until `close`.
 *
 * @param command shown in errors, such as `verify`
 * @throws ProblemError without kubectl, and when a forward does not come about
 */
export async function reachStack({ name, plan }: Stack, command: string): Promise<Reached> {
  const { kubernetes, docker, addresses } = plan;
  if (docker) return reachPublished(docker);
  if (!kubernetes) return { addresses, close: () => undefined };
  const [kubectl] = executablesNamed("kubectl", process.env);
  if (kubectl === undefined) throw withoutKubectl(name, plan, command);
  const children: ChildProcess[] = [];
  const close = () => {
    for (const child of children) child.kill();
  };
  try {
    const all: [string, Ports | undefined][] = Object.entries(addresses);
    const forwarded = all.map(async ([instance, ports = {}]) => {
      const target = targetOf(instance as InstanceName);
      const child = spawn(kubectl, argumentsFor(kubernetes, target, ports), {
        stdio: ["ignore", "pipe", "pipe"],
      });
      children.push(child);
      return [instance, localPorts(ports, await forwardsOf(child, target, ports))] as const;
    });
    return { addresses: Object.fromEntries(await Promise.all(forwarded)), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** A replica by its pod, a workload by its service. */
function targetOf(instance: InstanceName): string {
  const { workload, ordinal } = instanceOf(instance);
  return ordinal === undefined ? `service/${serviceName(workload)}` : `pod/${instance}`;
}

/** A local port of nobody else's for each: two stacks may be up at once. */
function argumentsFor(
  { context, namespace }: NonNullable<Plan["kubernetes"]>,
  target: string,
  ports: Ports,
): string[] {
  return [
    ...(context === undefined ? [] : [`--context=${context}`]),
    `--namespace=${namespace}`,
    "port-forward",
    "--address=127.0.0.1",
    target,
    ...Object.values(ports).map(({ port }) => `:${port}`),
  ];
}

const localPorts = (ports: Ports, local: ReadonlyMap<number, number>): Ports =>
  Object.fromEntries(
    Object.entries(ports).map(([name, { port }]) => [
      name,
      // A certificate of the kit's holds this name, and no address.
      { host: "localhost", port: local.get(port) ?? 0 },
    ]),
  );

/** The local port by the remote one, as soon as all are open. */
function forwardsOf(
  child: ChildProcess,
  target: string,
  ports: Ports,
): Promise<ReadonlyMap<number, number>> {
  const wanted = new Set(Object.values(ports).map(({ port }) => port));
  return new Promise((resolve, reject) => {
    let said = "";
    const fail = (what: string) => {
      reject(
        new ProblemError({
          where: `kubectl port-forward ${target}`,
          what: `${what}\n${said.trim()}`,
          fix: "see that the stack is up and its pods are ready: kubectl get pods --namespace=<its namespace>",
        }),
      );
    };
    const timer = setTimeout(fail, FORWARD_MS, `not open after ${FORWARD_MS / 1000} s`);
    const settle = () => {
      clearTimeout(timer);
    };
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const local = new Map(
        [...said.matchAll(FORWARDING)].map(([, from, to]) => [Number(to), Number(from)]),
      );
      if (local.size < wanted.size) return;
      settle();
      resolve(local);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("error", (error) => {
      settle();
      fail(error.message);
    });
    child.once("exit", (code) => {
      settle();
      fail(`it ended (exit code ${code ?? "none: it was killed"})`);
    });
  });
}

function withoutKubectl(stack: string, plan: Plan, command: string): ProblemError {
  const lines = portForwards(plan).map((forward) => `\n    ${forward.command}`);
  return new ProblemError({
    where: `make ${command} STACK=${stack}`,
    what: "the stack's addresses are inside the cluster, and kubectl, which leads there, is not on PATH",
    fix: `install kubectl (https://kubernetes.io/docs/tasks/tools/) and run it again; by hand these lead to its pages:${lines.join("")}`,
  });
}
