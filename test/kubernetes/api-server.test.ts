import { CoreV1Api } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { kubernetesVersion } from "../../tools/control-plane.ts";
import { deployment, hardenedPod, namespace, statefulSet } from "../support/cluster/samples.ts";
import { controlPlane } from "../support/control-plane.ts";

const cluster = await controlPlane();
const refused = (object: string, text: string) => ({
  object,
  kind: "refused",
  text: expect.stringContaining(text) as string,
});

test("the server is of the version under test", async () => {
  expect(await cluster.version()).toBe(kubernetesVersion());
});

test("a Deployment whose pods are hardened gets through without a word", async () => {
  expect(await cluster.check([deployment("web")])).toEqual([]);
});

test("what is checked is not kept", async () => {
  await cluster.check([deployment("gone")]);
  const core = cluster.as("admin").makeApiClient(CoreV1Api);
  expect((await core.listPodForAllNamespaces()).items).toEqual([]);
  await expect(cluster.becomesReady([deployment("gone")], 500)).rejects.toThrow(
    "Deployment default/gone does not exist",
  );
});

test("a field that Kubernetes does not know is refused by its name, at any depth", async () => {
  const typo = deployment("typo");
  const shallow = { ...typo, spec: { ...typo.spec, replicaCount: 2 } };
  const deep = deployment("deep");
  Object.assign(deep.spec.template.spec.containers[0] ?? {}, { livenesProbe: {} });
  expect(await cluster.check([shallow, deep])).toEqual([
    refused("Deployment default/typo", ".spec.replicaCount: field not declared in schema"),
    refused("Deployment default/deep", '.containers[name="main"].livenesProbe: field not declared'),
    refused("pod of Deployment default/deep", ".livenesProbe: field not declared in schema"),
  ]);
});

test("a pod that does not ask for seccomp is refused at the level restricted, and the report names it", async () => {
  const loose = deployment("loose");
  Object.assign(loose.spec.template.spec.securityContext, { seccompProfile: undefined });
  const findings = await cluster.check([loose]);
  expect(findings).toEqual([refused("pod of Deployment default/loose", "seccompProfile")]);
});

test("the pods of a CronJob are tried too", async () => {
  const { metadata, spec } = hardenedPod({ app: "nightly" });
  const privileged = { ...spec, hostNetwork: true, restartPolicy: "Never" };
  const cron = {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "nightly", namespace: "default" },
    spec: {
      schedule: "0 3 * * *",
      jobTemplate: { spec: { template: { metadata, spec: privileged } } },
    },
  };
  expect(await cluster.check([cron])).toEqual([
    refused("pod of CronJob default/nightly", "hostNetwork=true"),
  ]);
});

test("a StatefulSet's disks belong to its pods", async () => {
  expect(await cluster.check([statefulSet("store", 3)])).toEqual([]);
});

test("a warning of the server is told, and whose it is", async () => {
  const pod = hardenedPod({ app: "old" });
  const metadata = { name: "old", namespace: "default" };
  const spec = { ...pod.spec, nodeSelector: { "beta.kubernetes.io/os": "linux" } };
  const findings = await cluster.check([{ apiVersion: "v1", kind: "Pod", metadata, spec }]);
  expect(findings).toContainEqual({
    object: "pod of Pod default/old",
    kind: "warning",
    text: expect.stringContaining("beta.kubernetes.io/os") as string,
  });
});

test("objects whose namespace and account come with them are tried in it", async () => {
  const web = deployment("web");
  const spec = { ...web.spec.template.spec, serviceAccountName: "web" };
  const template = { ...web.spec.template, spec };
  const at = { namespace: "brought" };
  const manifests = [
    { ...web, metadata: { ...web.metadata, ...at }, spec: { ...web.spec, template } },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "web", ...at } },
    namespace("brought"),
  ];
  expect(await cluster.check(manifests)).toEqual([]);
});

test("the same object applied twice changes nothing the second time", async () => {
  const versions = [];
  for (let time = 0; time < 2; time += 1) {
    const [outcome] = await cluster.apply([deployment("twice")]);
    versions.push(outcome?.stored?.metadata.resourceVersion);
  }
  expect(versions[0]).toMatch(/^\d+$/);
  expect(versions[1]).toBe(versions[0]);
});

test("a developer without rights may not read secrets, and an administrator may", async () => {
  const developer = cluster.as("developer").makeApiClient(CoreV1Api);
  await expect(developer.listNamespacedSecret({ namespace: "default" })).rejects.toMatchObject({
    code: 403,
  });
  expect(await cluster.canI("developer", "list", "secrets", "default")).toBe(false);
  expect(await cluster.canI("admin", "list", "secrets", "default")).toBe(true);
});

test("a service account has the rights that its role gives it, where it gives them, and no more", async () => {
  const at = { name: "reader", namespace: "default" };
  const api = "rbac.authorization.k8s.io";
  await cluster.apply([
    {
      apiVersion: `${api}/v1`,
      kind: "Role",
      metadata: at,
      rules: [{ apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["get"] }],
    },
    {
      apiVersion: `${api}/v1`,
      kind: "RoleBinding",
      metadata: at,
      roleRef: { apiGroup: api, kind: "Role", name: "reader" },
      subjects: [{ kind: "ServiceAccount", ...at }],
    },
  ]);
  const reader = { serviceAccount: "reader", namespace: "default" };
  expect(await cluster.canI(reader, "get", "deployments.apps/scale", "default")).toBe(true);
  expect(await cluster.canI(reader, "get", "deployments.apps", "default")).toBe(false);
  expect(await cluster.canI(reader, "get", "deployments.apps/scale", "kube-system")).toBe(false);
});
