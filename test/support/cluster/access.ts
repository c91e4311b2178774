import {
  ApiException,
  AuthorizationV1Api,
  CoreV1Api,
  type KubeConfig,
  V1Eviction,
  V1SubjectAccessReview,
} from "@kubernetes/client-node";
import { reasonOf } from "./api.ts";
import { type ClusterUser, subjectOf } from "./identities.ts";

/** Somebody whose rights are asked for: a user of the cluster, or a service account. */
export type Subject = ClusterUser | { readonly serviceAccount: string; readonly namespace: string };

/** What the server says to an eviction: 201 it happens, 429 a disruption budget forbids it. */
export interface Eviction {
  readonly code: number;
  /** The server's own words, empty when the eviction happens. */
  readonly message: string;
}

/**
 * Whether a subject has a right.
 *
 * @param resource as kubectl writes it: `secrets`, `deployments.apps`, `pods/eviction`
 * @param namespace without one, whether in every namespace
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/subject-access-review-v1/
 */
export async function canI(
  admin: KubeConfig,
  subject: Subject,
  verb: string,
  resource: string,
  namespace?: string,
): Promise<boolean> {
  const [full = "", subresource] = resource.split("/");
  const [plural = "", ...group] = full.split(".");
  const body = Object.assign(new V1SubjectAccessReview(), {
    spec: {
      ...reviewed(subject),
      resourceAttributes: {
        verb,
        resource: plural,
        group: group.join("."),
        ...(subresource === undefined ? {} : { subresource }),
        ...(namespace === undefined ? {} : { namespace }),
      },
    },
  });
  const api = admin.makeApiClient(AuthorizationV1Api);
  const { status } = await api.createSubjectAccessReview({ body });
  return status?.allowed ?? false;
}

/** https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects */
function reviewed(subject: Subject): { user: string; groups: string[] } {
  if (typeof subject === "string") return subjectOf(subject);
  const { namespace, serviceAccount } = subject;
  const groups = ["system:serviceaccounts", `system:serviceaccounts:${namespace}`];
  return {
    user: `system:serviceaccount:${namespace}:${serviceAccount}`,
    groups: [...groups, "system:authenticated"],
  };
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/ */
export async function evict(admin: KubeConfig, namespace: string, pod: string): Promise<Eviction> {
  const body = Object.assign(new V1Eviction(), { metadata: { name: pod, namespace } });
  try {
    const core = admin.makeApiClient(CoreV1Api);
    await core.createNamespacedPodEviction({ name: pod, namespace, body });
    return { code: 201, message: "" };
  } catch (error) {
    if (!(error instanceof ApiException)) throw error;
    return { code: error.code, message: reasonOf(error) };
  }
}
