import { createHash } from "node:crypto";
import type { Workload } from "../../workload.ts";
import type { ConfigMap, EnvFromSource, Volume } from "./api.ts";
import { metadataOf } from "./labels.ts";
import type { KubernetesPlan } from "./plan.ts";

/**
 * The API server takes 1 MiB, but `kubectl apply` also writes the whole object as JSON into an
 * annotation, and all annotations together may have 256 KiB. What stands around the texts needs a
 * little. https://github.com/kubernetes/apimachinery/blob/v0.36.0/pkg/api/validation/objectmeta.go
 */
const MAX_JSON_BYTES = 250_000;
const HASH_LENGTH = 10;

/** What a pod is configured with: named by content, so that a change starts new pods. */
export interface PodConfig {
  readonly maps: readonly ConfigMap[];
  /** The environment, all at once: a pod's own list would expand `$(…)` in the values. */
  readonly envFrom: readonly EnvFromSource[];
  /** The files, each at its path. */
  readonly volume?: Volume;
}

export function configOf(workload: Workload, plan: KubernetesPlan, volumeName: string): PodConfig {
  const { name, environment, files } = workload;
  const texts = (part: string, data: Readonly<Record<string, string>>): ConfigMap[] =>
    Object.keys(data).length === 0 ? [] : [configMap(`${name}-${part}`, data, workload, plan)];
  const variables = texts("environment", environment);
  const parts = split(files).map((part) => ({
    part,
    map: configMap(`${name}-config`, keyed(part), workload, plan),
  }));
  return {
    maps: [...variables, ...parts.map(({ map }) => map)],
    envFrom: variables.map(({ metadata }) => ({ configMapRef: { name: metadata.name } })),
    ...(parts.length > 0 && {
      volume: {
        name: volumeName,
        projected: {
          sources: parts.map(({ part, map }) => ({
            configMap: {
              name: map.metadata.name,
              items: Object.keys(part).map((path) => ({ key: keyOf(path), path })),
            },
          })),
        },
      },
    }),
  };
}

function configMap(
  name: string,
  data: Readonly<Record<string, string>>,
  workload: Workload,
  plan: KubernetesPlan,
): ConfigMap {
  const hash = createHash("sha256").update(JSON.stringify(data)).digest("hex");
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: metadataOf(`${name}-${hash.slice(0, HASH_LENGTH)}`, plan, workload.name),
    immutable: true,
    data: { ...data },
  };
}

/** A key holds no slash. */
const keyOf = (path: string): string => path.replaceAll("/", "__");
const keyed = (files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [keyOf(path), text]));

/** As few parts as hold all files, each under the limit. */
function split(files: Readonly<Record<string, string>>): Record<string, string>[] {
  const parts: Record<string, string>[] = [];
  let room = 0;
  for (const [path, text] of Object.entries(files)) {
    const bytes = Buffer.byteLength(JSON.stringify(text));
    if (bytes > MAX_JSON_BYTES)
      throw new Error(`${path}: ${bytes} bytes are more than a ConfigMap may hold`);
    if (bytes > room) {
      parts.push({});
      room = MAX_JSON_BYTES;
    }
    const part = parts.at(-1);
    if (part) part[path] = text;
    room -= bytes;
  }
  return parts;
}
