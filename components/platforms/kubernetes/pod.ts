import type { Container, EnvVar, PodSpec, PodTemplateSpec, Volume, VolumeMount } from "./api.ts";
import { IMAGES } from "../../core/images.ts";
import type { Workload } from "../../workload.ts";
import type { PodConfig } from "./config-maps.ts";
import { imageOf } from "../image.ts";
import { metadataOf, selectorOf } from "./labels.ts";
import { placementOf } from "./placement.ts";
import { kubernetesPlatform, ORDINAL_VARIABLE } from "./platform.ts";
import type { KubernetesPlan } from "./plan.ts";
import { portName } from "./ports.ts";
import { probesOf } from "./probes.ts";
import { secretVariables, secretVolume } from "./secret-mounts.ts";

/** Names of volumes, each mounted where the platform says. */
export const VOLUMES = { config: "config", data: "data", secrets: "secrets" } as const;
/** Time for everybody to learn that the pod takes no more, before it stops. */
const LEAVE_SECONDS = 5;
/** Over the workload's own grace, for the kubelet's work around it. */
const SPARE_SECONDS = 5;

/**
 * The pod of a workload. It passes the `restricted` level, and its root is read-only.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function podTemplate(
  workload: Workload,
  config: PodConfig,
  plan: KubernetesPlan,
): PodTemplateSpec {
  const { user } = IMAGES[workload.tool];
  const { labels, annotations } = metadataOf(workload.name, plan, workload.name);
  const spec: PodSpec = {
    serviceAccountName: workload.name,
    automountServiceAccountToken: false,
    // Variables for every service of the namespace: nobody reads them, and some programs trip.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: LEAVE_SECONDS + workload.stopSeconds + SPARE_SECONDS,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    ...placementOf(workload, plan),
    containers: [container(workload, config, plan)],
    volumes: volumesOf(workload, config, plan),
  };
  return {
    metadata: {
      labels: { ...labels, ...selectorOf(workload.name) },
      ...(annotations && { annotations }),
    },
    spec,
  };
}

function container(workload: Workload, config: PodConfig, plan: KubernetesPlan): Container {
  const { name, tool, command, args, ports, resources } = workload;
  const { memoryMiB, cpuMillis } = resources;
  return {
    name,
    image: imageOf(tool, plan),
    ...(command && { command: [...command] }),
    args: [...args],
    env: variablesOf(workload, plan),
    envFrom: [...config.envFrom],
    ports: Object.entries(ports).map(([port, { number }]) => ({
      name: portName(port),
      containerPort: number,
      protocol: "TCP",
    })),
    // No limit on cores: a limit makes it wait while the node is idle.
    resources: {
      requests: { cpu: `${cpuMillis}m`, memory: `${memoryMiB}Mi` },
      limits: { memory: `${memoryMiB}Mi` },
    },
    ...probesOf(workload),
    lifecycle: { preStop: { sleep: { seconds: LEAVE_SECONDS } } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: mountsOf(workload, config),
    terminationMessagePolicy: "FallbackToLogsOnError",
  };
}

/** What differs between replicas, and secrets by reference. */
function variablesOf(workload: Workload, plan: KubernetesPlan): EnvVar[] {
  const index = "metadata.labels['apps.kubernetes.io/pod-index']";
  const ordinal = { name: ORDINAL_VARIABLE, valueFrom: { fieldRef: { fieldPath: index } } };
  return [...(workload.data ? [ordinal] : []), ...secretVariables(workload, plan)];
}

const SCRATCH = "scratch";

function mountsOf({ name, data, scratch = [], secrets }: Workload, config: PodConfig) {
  const paths = kubernetesPlatform.paths(name);
  const mounts: VolumeMount[] = [];
  if (config.volume) mounts.push({ name: VOLUMES.config, mountPath: paths.files, readOnly: true });
  if (secrets.some((use) => "file" in use))
    mounts.push({ name: VOLUMES.secrets, mountPath: paths.secrets, readOnly: true });
  if (data) mounts.push({ name: VOLUMES.data, mountPath: paths.data });
  for (const [index, mountPath] of scratch.entries())
    mounts.push({ name: SCRATCH, mountPath, subPath: String(index) });
  return mounts;
}

/** Those of the pod itself: the volume of its data comes from the claim. */
function volumesOf(workload: Workload, config: PodConfig, plan: KubernetesPlan): Volume[] {
  const { scratch = [] } = workload;
  return [
    ...(config.volume ? [config.volume] : []),
    ...secretVolume(workload, VOLUMES.secrets, plan),
    ...(scratch.length > 0 ? [{ name: SCRATCH, emptyDir: {} }] : []),
  ];
}
