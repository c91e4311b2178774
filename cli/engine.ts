import { existsSync } from "node:fs";
import http from "node:http";
import { ProblemError } from "../components/core/errors.ts";
import type { DockerPlan } from "../components/platforms/docker/plan.ts";
import { type SshTarget, sshTarget, throughSsh } from "./ssh.ts";
import { json } from "./json.ts";

/** A Docker engine that answered. */
export interface Engine {
  /** As `DOCKER_HOST` has it. */
  readonly host: string;
  /** `28.5.2` */
  readonly version: string;
  readonly cores: number;
  /** Asks its API; `body` is undefined when it answered with no JSON. */
  ask(method: "GET" | "DELETE", path: string): Promise<Answer>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

type Where = Pick<DockerPlan, "host" | "sshOptions">;

const DEFAULT_HOST = "unix:///var/run/docker.sock";
/** ssh may ask for a key's touch, and a small host is slow. */
const ANSWER_MS = 30_000;
/** The oldest that the tests run: Engine 20.10. */
const OLDEST_API = "1.41";

/** The engine of a stack, as the provider finds it: https://www.pulumi.com/registry/packages/docker/installation-configuration/ */
export const engineHost = ({ host }: Where, environment = process.env): string =>
  host ?? (environment["DOCKER_HOST"] || DEFAULT_HOST);

/**
 * The engine that a stack goes to.
 *
 * @param file shown in errors, such as `Pulumi.docker.yaml`
 * @throws ProblemError when it does not answer, or is too old for what is asked of it
 */
export async function reachEngine(where: Where, file: string): Promise<Engine> {
  const host = engineHost(where);
  refuseContext();
  const ask = (method: "GET" | "DELETE", path: string) => request(host, where, method, path);
  const setting = `${file}: agentobs:docker.host`;
  if (!/^(unix|ssh):\/\//.test(host))
    throw new ProblemError({
      where: "DOCKER_HOST",
      what: `${host} is reached neither over a socket nor over ssh`,
      fix: "agentobs:docker: { host: ssh://user@host }",
    });
  const [{ status, body }, info] = await Promise.all([
    ask("GET", "/version"),
    ask("GET", "/info"),
  ]).catch((error: unknown) => {
    throw unreachable(setting, host, error);
  });
  const { Version = "", ApiVersion = "" } = (body ?? {}) as Record<string, string | undefined>;
  if (status !== 200 || ApiVersion === "")
    throw new ProblemError({
      where: setting,
      what: `${host} answers ${status}, as no Docker engine does`,
      fix: "agentobs:docker: { host: unix:///var/run/docker.sock }",
    });
  const { NCPU = 0, OSType = "linux" } = (info.body ?? {}) as { NCPU?: number; OSType?: string };
  checkEngine(setting, { ApiVersion, Version, OSType });
  return { host, version: Version, cores: NCPU, ask };
}

/** The provider would follow it, and nothing else here does. */
function refuseContext(): void {
  const context = process.env["DOCKER_CONTEXT"];
  if (!context) return;
  throw new ProblemError({
    where: "DOCKER_CONTEXT",
    what: `it names the context ${context}, which may be another engine than the stack's`,
    fix: `unset DOCKER_CONTEXT; docker context inspect ${context} shows its host, for agentobs:docker.host`,
  });
}

function checkEngine(
  where: string,
  { ApiVersion, Version, OSType }: Readonly<Record<"ApiVersion" | "Version" | "OSType", string>>,
): void {
  const [, minor = 0] = ApiVersion.split(".").map(Number);
  const [, oldest = 0] = OLDEST_API.split(".").map(Number);
  if (minor < oldest)
    throw new ProblemError({
      where,
      what: `the engine ${Version} speaks API ${ApiVersion}, and the stack needs ${OLDEST_API}`,
      fix: "install Docker Engine 20.10 or newer: https://docs.docker.com/engine/install/",
    });
  if (OSType === "linux") return;
  throw new ProblemError({
    where,
    what: `the engine runs containers of ${OSType}, and the stack's are for Linux`,
    fix: "switch it to Linux containers, or name another engine",
  });
}

/** Docker's own way over ssh too: https://docs.docker.com/engine/security/protect-access/ */
function request(
  host: string,
  { sshOptions }: Where,
  method: string,
  path: string,
): Promise<Answer> {
  const ssh = host.startsWith("ssh://") ? sshTarget(host, sshOptions) : undefined;
  const way = ssh
    ? dialled(ssh)
    : { options: { socketPath: host.slice("unix://".length) }, said: () => "" };
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      reject(new Error(way.said().trim() || reasonOf(error)));
    };
    const options = {
      method,
      path,
      headers: { host: "docker" },
      signal: AbortSignal.timeout(ANSWER_MS),
      ...way.options,
    };
    const call = http.request(options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("error", fail);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body: json(text) });
      });
    });
    call.on("error", fail);
    call.end();
  });
}

function dialled(target: SshTarget) {
  const { stream, said } = throughSsh(target, ["docker", "system", "dial-stdio"]);
  const options = {
    createConnection: () => stream,
    headers: { host: "docker", connection: "close" },
  };
  return { options, said };
}

function reasonOf(error: Error): string {
  if (error.name === "AbortError") return `nothing within ${ANSWER_MS / 1000} s`;
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}

function unreachable(where: string, host: string, error: unknown): ProblemError {
  const reason = error instanceof Error ? error.message : String(error);
  const socket = host.startsWith("unix://") ? host.slice("unix://".length) : undefined;
  if (socket !== undefined && !existsSync(socket))
    return new ProblemError({
      where,
      what: `there is no ${socket}, so no Docker engine answers there`,
      fix: "start Docker, or say where it is: docker context inspect shows the host for agentobs:docker.host",
    });
  return new ProblemError({
    where,
    what: `${host} does not answer (${reason})`,
    fix: socket
      ? "see that Docker runs and that this user may use its socket: docker info"
      : `see that this works, with agentobs:docker.sshOptions: ssh ${host} docker info`,
  });
}
