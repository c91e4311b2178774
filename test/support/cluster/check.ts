import { z } from "zod";
import { type Manifest, nameOf, type ObjectApi, type Outcome } from "./api.ts";

/** One thing that the API server has against an object. */
export interface Finding {
  /** `Deployment demo/web`, `pod of Deployment demo/web` */
  readonly object: string;
  readonly kind: "refused" | "warning";
  /** The server's own words. */
  readonly text: string;
}

/** Where pods are tried: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
const RESTRICTED = "agentobs-restricted";
const LEVEL = "pod-security.kubernetes.io";

/** What the others need to be there when they are tried: a dry run leaves nothing behind. */
const NEEDED_BY_OTHERS = [
  "Namespace",
  "CustomResourceDefinition",
  "PriorityClass",
  "ServiceAccount",
];

const PodTemplate = z.looseObject({
  metadata: z
    .object({
      labels: z.record(z.string(), z.string()).optional(),
      annotations: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  spec: z.looseObject({
    serviceAccountName: z.string().optional(),
    volumes: z.array(z.looseObject({ name: z.string() })).optional(),
  }),
});
type PodTemplate = z.infer<typeof PodTemplate>;
const Workload = z.object({
  spec: z.object({
    template: PodTemplate,
    volumeClaimTemplates: z
      .array(z.object({ metadata: z.object({ name: z.string() }) }))
      .optional(),
  }),
});
type Workload = z.infer<typeof Workload>;
const CronJob = z.object({ spec: z.object({ jobTemplate: Workload }) });

/**
 * Tries every object on the server without keeping it, and the pods of every workload at the level
 * `restricted`: workloads themselves are only warned about, their pods would be rejected later.
 * Empty when the server has nothing against anything.
 */
export async function check(api: ObjectApi, manifests: readonly Manifest[]): Promise<Finding[]> {
  const isNeeded = ({ kind }: Manifest): boolean => NEEDED_BY_OTHERS.includes(kind);
  const first = NEEDED_BY_OTHERS.flatMap((kind) => manifests.filter((each) => each.kind === kind));
  const outcomes: Outcome[] = [];
  for (const manifest of first) outcomes.push(await api.apply(manifest, false));
  for (const manifest of manifests.filter((each) => !isNeeded(each)))
    outcomes.push(await api.apply(manifest, true), ...(await tryPod(api, manifest)));
  return outcomes.flatMap(findingsOf);
}

/** https://kubernetes.io/docs/concepts/workloads/pods/#pod-templates */
async function tryPod(api: ObjectApi, manifest: Manifest): Promise<Outcome[]> {
  const template = podTemplateOf(manifest);
  if (!template) return [];
  const { labels, annotations } = template.metadata ?? {};
  const { serviceAccountName = "default" } = template.spec;
  // Admission wants the account, and only a controller would make the default one.
  const helpers: Manifest[] = [restrictedNamespace(), serviceAccount(serviceAccountName)];
  for (const helper of helpers) {
    const { object, refused } = await api.apply(helper, false);
    if (refused !== undefined) throw new Error(`${object}: ${refused}`);
  }
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "tried", namespace: RESTRICTED, labels, annotations },
    spec: template.spec,
  };
  return [{ ...(await api.apply(pod, true)), object: `pod of ${nameOf(manifest)}` }];
}

function podTemplateOf(manifest: Manifest): PodTemplate | undefined {
  if (manifest.kind === "Pod") return PodTemplate.parse(manifest);
  const workload =
    Workload.safeParse(manifest).data ?? CronJob.safeParse(manifest).data?.spec.jobTemplate;
  return workload && withClaims(workload.spec);
}

/** A StatefulSet's controller adds the disks of a pod to its volumes. */
function withClaims({ template, volumeClaimTemplates = [] }: Workload["spec"]): PodTemplate {
  const disks = volumeClaimTemplates.map(({ metadata: { name } }) => ({
    name,
    persistentVolumeClaim: { claimName: name },
  }));
  const volumes = [...(template.spec.volumes ?? []), ...disks];
  return { ...template, spec: { ...template.spec, volumes } };
}

function restrictedNamespace() {
  const labels = { [`${LEVEL}/enforce`]: "restricted", [`${LEVEL}/warn`]: "restricted" };
  return { apiVersion: "v1", kind: "Namespace", metadata: { name: RESTRICTED, labels } };
}

function serviceAccount(name: string): Manifest {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace: RESTRICTED } };
}

function findingsOf({ object, refused, warnings }: Outcome): Finding[] {
  return [
    ...(refused === undefined ? [] : [{ object, kind: "refused" as const, text: refused }]),
    ...warnings.map((text) => ({ object, kind: "warning" as const, text })),
  ];
}
