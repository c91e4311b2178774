import { setTimeout as sleep } from "node:timers/promises";
import { ProblemError } from "../components/core/errors.ts";
import type { Cluster } from "./cluster.ts";

/** Volumes have to be given back first. */
const GONE_MS = 5 * 60_000;
const LOOK_EVERY_MS = 1_000;

interface Namespace {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
}

/**
 * Deletes the stack's namespace with the volumes that outlived it, and waits until it is gone.
 *
 * @throws ProblemError when it is not the kit's, may not be deleted, or stays
 */
export async function deleteNamespace(cluster: Cluster, namespace: string): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}`;
  const where = `namespace ${namespace} of context ${cluster.context}`;
  const { status, body } = await cluster.ask("GET", path);
  if (status === 404) return;
  const labels = (body as Namespace | undefined)?.metadata?.labels ?? {};
  if (labels["app.kubernetes.io/managed-by"] !== "agentobs")
    throw new ProblemError({
      where,
      what: "it has not the kit's label, so others may use it: it is left as it is",
      fix: `kubectl delete pvc --namespace=${namespace} --selector=app.kubernetes.io/part-of=agentobs`,
    });
  const deleted = await cluster.ask("DELETE", path);
  if (deleted.status >= 300)
    throw new ProblemError({
      where,
      what: `the cluster does not let this user delete it (HTTP ${deleted.status})`,
      fix: `have somebody who may run: kubectl delete namespace ${namespace}`,
    });
  const deadline = performance.now() + GONE_MS;
  while ((await cluster.ask("GET", path)).status !== 404) {
    if (performance.now() > deadline)
      throw new ProblemError({
        where,
        what: `it is still there after ${GONE_MS / 60_000} minutes`,
        fix: `see what it waits for: kubectl describe namespace ${namespace}`,
      });
    await sleep(LOOK_EVERY_MS);
  }
}
