import { IMAGES } from "../../core/images.ts";
import type { InstanceName } from "../../core/names.ts";
import type { Workload } from "../../workload.ts";
import { goDuration } from "./limits.ts";
import type { ContainerObject, Healthcheck } from "./objects.ts";

const EVERY_SECONDS = 10;
const TIMEOUT_SECONDS = 5;
const WHILE_STARTING_SECONDS = 1;
const RETRIES = 3;
/** Of one request: less than the whole check may take. */
const ANSWER_SECONDS = 4;

/**
 * What the engine runs inside to see whether the workload can serve; undefined for an image that has
 * no program for it. https://docs.docker.com/reference/dockerfile/#healthcheck
 */
export function healthcheckOf(workload: Workload): Healthcheck | undefined {
  const { health } = workload;
  const test =
    "command" in health
      ? health.command
      : "wget" in IMAGES[workload.tool]
        ? ["wget", ...quietly(), urlOf(workload, "127.0.0.1")]
        : undefined;
  return (
    test && {
      test: ["CMD", ...test],
      interval: goDuration(EVERY_SECONDS),
      timeout: goDuration(TIMEOUT_SECONDS),
      retries: RETRIES,
      startPeriod: goDuration(health.startSeconds),
      startInterval: goDuration(WHILE_STARTING_SECONDS),
    }
  );
}

/** Asks from another container until the workload answers, or its time is over. */
export function readyCommand(
  workload: Workload,
  instance: InstanceName,
): ContainerObject["command"] {
  const url = urlOf(workload, instance);
  const { startSeconds } = workload.health;
  return [
    "sh",
    "-c",
    `end=$(($(date +%s) + ${startSeconds}))
until wget ${quietly().join(" ")} '${url}'; do
  if [ "$(date +%s)" -ge "$end" ]; then
    echo '${instance} does not answer at ${url} after ${startSeconds} s' >&2
    exit 1
  fi
  sleep ${WHILE_STARTING_SECONDS}
done
`,
  ];
}

const quietly = (): string[] => ["-q", "-T", String(ANSWER_SECONDS), "-O", "/dev/null"];

function urlOf({ name, ports, health }: Workload, host: string): string {
  if (!("path" in health))
    throw new Error(`${name}: a command asks whether it is well, no URL does`);
  const port = ports[health.port];
  if (!port) throw new Error(`${name}: its health check names the port ${health.port}, unknown`);
  return `http://${host}:${port.number}${health.readyPath ?? health.path}`;
}
