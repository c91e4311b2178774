import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { ProblemError } from "../components/core/errors.ts";
import type { DockerPlan } from "../components/platforms/docker/plan.ts";
import type { Addresses } from "../components/workload.ts";
import { addressesOf, LOOPBACK } from "../stacks/addresses.ts";
import { publishedOf, reachable } from "../stacks/docker-plan.ts";
import { engineHost } from "./engine.ts";
import { sshTarget, startSsh } from "./ssh.ts";

const FORWARD_MS = 30_000;
const LOOK_EVERY_MS = 100;

/** What is published on an engine's host, and where. */
interface Published {
  readonly addresses: Addresses;
  readonly close: () => void;
}

/**
 * The published ports of a stack on Docker, as this machine reaches them: as they are where the engine
 * is here, else through one `ssh`, which runs until `close`.
 *
 * @throws ProblemError when ssh ends, or opens nothing in half a minute
 */
export async function reachPublished(docker: DockerPlan): Promise<Published> {
  const host = engineHost(docker);
  if (!host.startsWith("ssh://")) return { addresses: publishedOf(docker), close: () => undefined };
  const open = docker.published.map((port) => ({ ...port, at: reachable(port.address) }));
  const forwards = await Promise.all(
    open.map(async (one) => ({ ...one, local: await freePort() })),
  );
  const args = forwards.map(({ at, number, local }) => `${LOOPBACK}:${local}:${at}:${number}`);
  const target = sshTarget(host, docker.sshOptions);
  const child = startSsh(target, [
    ...["-N", "-o", "ExitOnForwardFailure=yes"],
    ...args.flatMap((arg) => ["-L", arg]),
  ]);
  const ssh = { said: "", ended: false };
  child.stderr?.on("data", (chunk: Buffer) => (ssh.said += chunk.toString()));
  child.once("error", (error) => {
    ssh.said += error.message;
    ssh.ended = true;
  });
  child.once("exit", () => (ssh.ended = true));
  const close = () => {
    child.kill();
  };
  const deadline = performance.now() + FORWARD_MS;
  for (const { local } of forwards)
    while (!(await accepts(local))) {
      if (ssh.ended || performance.now() > deadline) {
        close();
        const what = ssh.ended ? "it ended" : `not open after ${FORWARD_MS / 1000} s`;
        throw new ProblemError({
          where: `ssh -N -L … ${target.host}`,
          what: `${what}\n${ssh.said.trim()}`,
          fix: `see that this works: ssh ${target.host} docker info`,
        });
      }
      await sleep(LOOK_EVERY_MS);
    }
  const local = forwards.map((one) => ({ ...one, host: LOOPBACK, number: one.local }));
  return { addresses: addressesOf(local), close };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === "object" && address ? address.port : 0);
      });
    });
  });
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: LOOPBACK, port });
    const answer = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once("connect", () => {
      answer(true);
    });
    socket.once("error", () => {
      answer(false);
    });
  });
}
