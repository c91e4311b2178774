import { IMAGES } from "../../core/images.ts";
import type { InstanceName } from "../../core/names.ts";
import type { Workload } from "../../workload.ts";
import { goDuration } from "./limits.ts";
import type { ContainerObject, Healthcheck } from "./objects.ts";

/**
 * Whoever waits for it waits so long at most: an interval of its own for the start is something that
 * only engines from 25 on know, and Compose refuses it with older ones.
 */
const EVERY_SECONDS = 3;
const TIMEOUT_SECONDS = 5;
const ASK_EVERY_SECONDS = 1;
const RETRIES = 5;
/** Of one request from outside. Inside, the engine ends a check that takes too long. */
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
        ? ["wget", ...QUIETLY, urlOf(workload, "127.0.0.1")]
        : undefined;
  return (
    test && {
      test: ["CMD", ...test],
      interval: goDuration(EVERY_SECONDS),
      timeout: goDuration(TIMEOUT_SECONDS),
      retries: RETRIES,
      startPeriod: goDuration(health.startSeconds),
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
until timeout ${ANSWER_SECONDS} wget ${QUIETLY.join(" ")} '${url}'; do
  if [ "$(date +%s)" -ge "$end" ]; then
    echo '${instance} does not answer at ${url} after ${startSeconds} s' >&2
    exit 1
  fi
  sleep ${ASK_EVERY_SECONDS}
done
`,
  ];
}

/** What every `wget` knows: its own time limit makes Debian's busybox end with a fault. */
const QUIETLY = ["-q", "-O", "/dev/null"] as const;

function urlOf({ name, ports, health }: Workload, host: string): string {
  if (!("path" in health))
    throw new Error(`${name}: a command asks whether it is well, no URL does`);
  const port = ports[health.port];
  if (!port) throw new Error(`${name}: its health check names the port ${health.port}, unknown`);
  return `http://${host}:${port.number}${health.readyPath ?? health.path}`;
}
