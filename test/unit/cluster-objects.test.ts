import { describe, expect, test } from "vitest";
import { IMAGES } from "../../components/core/images.ts";
import type { PresetName } from "../../stacks/presets/names.ts";
import { PRESETS } from "../../stacks/presets/index.ts";
import { podTemplatesOf, stackObjects } from "../support/cluster-objects.ts";
import { clusterPlanOf } from "../support/tier-files.ts";

const presets = (Object.keys(PRESETS) as PresetName[]).filter(
  (name) => PRESETS[name].defaults.platform === "kubernetes",
);
const OWN = {
  labels: { team: "platform" },
  annotations: { "example.com/owner": "platform" },
  nodeSelector: { "node-pool": "observability" },
  tolerations: [{ key: "dedicated", value: "observability", effect: "NoSchedule" }],
  priorityClass: "observability",
  pullSecrets: ["registry"],
  registry: "registry.example/mirror",
};
const API_KINDS = ["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"];

describe.for(presets)("objects of preset %s", (preset) => {
  const plan = clusterPlanOf({ kubernetes: OWN, collector: { gateways: 2, samplers: 2 } }, preset);
  const { shared, workloads } = stackObjects(plan);
  const all = [...shared, ...workloads.flatMap(({ objects }) => objects)];
  const pods = workloads.flatMap(({ workload, objects }) =>
    podTemplatesOf(objects).map((template) => ({ workload, template })),
  );

  test("nothing may use the API: no pod has a token, and there is no role", () => {
    for (const { workload, template } of pods)
      expect(template.spec?.automountServiceAccountToken, workload.name).toBe(false);
    for (const object of all)
      if (object.kind === "ServiceAccount") expect(object.automountServiceAccountToken).toBe(false);
    expect(all.filter(({ kind }) => API_KINDS.includes(kind))).toEqual([]);
  });

  test("each workload has an account of its own, which its pods use", () => {
    for (const { workload, template } of pods) {
      expect(template.spec?.serviceAccountName).toBe(workload.name);
      expect(
        all.filter(
          ({ kind, metadata }) => kind === "ServiceAccount" && metadata.name === workload.name,
        ),
      ).toHaveLength(1);
    }
  });

  test("the operator's labels and annotations are on every object and every pod", () => {
    for (const { kind, metadata } of [
      ...all,
      ...pods.map(({ template }) => ({ kind: "Pod", metadata: template.metadata })),
    ]) {
      expect(metadata?.labels, kind).toMatchObject(OWN.labels);
      expect(metadata?.annotations, kind).toMatchObject(OWN.annotations);
    }
  });

  test("every pod keeps to the operator's nodes, taints, priority and pull secrets", () => {
    for (const { workload, template } of pods) {
      expect(template.spec?.nodeSelector, workload.name).toEqual(OWN.nodeSelector);
      expect(template.spec?.tolerations?.[0], workload.name).toMatchObject(
        OWN.tolerations[0] ?? {},
      );
      expect(template.spec?.priorityClassName, workload.name).toBe(OWN.priorityClass);
      expect(template.spec?.imagePullSecrets, workload.name).toEqual([{ name: "registry" }]);
    }
  });

  test("every image comes from the operator's registry, under its own path and tag", () => {
    for (const { workload, template } of pods)
      for (const { image } of template.spec?.containers ?? []) {
        const { repository, tag } = IMAGES[workload.tool];
        expect(image).toBe(
          `registry.example/mirror/${repository.split("/").slice(1).join("/")}:${tag}`,
        );
      }
  });

  test("port names are short enough, and no pod has one twice", () => {
    for (const { workload, template } of pods) {
      const names = template.spec?.containers[0]?.ports?.map(({ name = "" }) => name) ?? [];
      for (const name of names)
        expect(name, workload.name).toMatch(/^(?=.{1,15}$)[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(new Set(names).size, workload.name).toBe(names.length);
    }
  });

  test("a service's ports are ports of the pods behind it", () => {
    for (const { objects } of workloads) {
      const [template] = podTemplatesOf(objects);
      const names = template?.spec?.containers[0]?.ports?.map(({ name }) => name) ?? [];
      for (const object of objects)
        if (object.kind === "Service")
          for (const { targetPort } of object.spec?.ports ?? [])
            expect(names).toContain(targetPort);
    }
  });

  test("selectors hold two labels that never change, and the pods carry them", () => {
    for (const { workload, objects } of workloads) {
      const selector = {
        "app.kubernetes.io/name": workload.name,
        "app.kubernetes.io/part-of": "agentobs",
      };
      const [template] = podTemplatesOf(objects);
      expect(template?.metadata?.labels).toMatchObject(selector);
      for (const object of objects) {
        if (
          object.kind === "StatefulSet" ||
          object.kind === "Deployment" ||
          object.kind === "PodDisruptionBudget"
        )
          expect(object.spec?.selector).toEqual({ matchLabels: selector });
        if (object.kind === "Service") expect(object.spec?.selector).toEqual(selector);
        if (object.kind === "NetworkPolicy")
          expect(object.spec?.podSelector).toEqual({ matchLabels: selector });
      }
    }
  });

  test("a claim carries only those labels: nothing of it can be changed later", () => {
    for (const { workload, objects } of workloads)
      for (const object of objects)
        if (object.kind === "StatefulSet")
          for (const { metadata } of object.spec?.volumeClaimTemplates ?? [])
            expect(metadata?.labels).toEqual({
              "app.kubernetes.io/name": workload.name,
              "app.kubernetes.io/part-of": "agentobs",
            });
  });

  test("names are labels of the DNS, and no kind has one twice", () => {
    const names = all.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    for (const { metadata } of all)
      expect(metadata.name).toMatch(/^(?=.{1,63}$)[a-z]([-a-z0-9]*[a-z0-9])?$/);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
