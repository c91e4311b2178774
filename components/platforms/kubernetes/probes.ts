import type { Workload } from "../../workload.ts";
import type { Container, Probe } from "./api.ts";
import { portName } from "./ports.ts";

const START_EVERY_SECONDS = 2;
const READY_EVERY_SECONDS = 5;
const ALIVE_EVERY_SECONDS = 15;
const TIMEOUT_SECONDS = 5;

/**
 * Whether it has started, can serve, and lives. Only a program that hangs is killed: one that waits
 * for a peer is alive.
 * https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export function probesOf({
  health,
}: Workload): Required<Pick<Container, "startupProbe" | "readinessProbe" | "livenessProbe">> {
  const [alive, ready]: [Probe, Probe] =
    "command" in health
      ? [{ exec: { command: [...health.command] } }, { exec: { command: [...health.command] } }]
      : [asked(health.port, health.path), asked(health.port, health.readyPath ?? health.path)];
  return {
    startupProbe: {
      ...alive,
      periodSeconds: START_EVERY_SECONDS,
      timeoutSeconds: TIMEOUT_SECONDS,
      failureThreshold: Math.ceil(health.startSeconds / START_EVERY_SECONDS),
    },
    readinessProbe: {
      ...ready,
      periodSeconds: READY_EVERY_SECONDS,
      timeoutSeconds: TIMEOUT_SECONDS,
    },
    livenessProbe: {
      ...alive,
      periodSeconds: ALIVE_EVERY_SECONDS,
      timeoutSeconds: TIMEOUT_SECONDS,
      failureThreshold: 4,
    },
  };
}

const asked = (port: string, path: string): Probe => ({
  httpGet: { port: portName(port), path },
});
