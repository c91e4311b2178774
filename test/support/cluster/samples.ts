/** A pod that passes the level `restricted`. */
export function hardenedPod(labels: Readonly<Record<string, string>>) {
  return {
    metadata: { labels },
    spec: {
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10_001,
        seccompProfile: { type: "RuntimeDefault" },
      },
      containers: [
        {
          name: "main",
          image: "registry.invalid/main:1",
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        },
      ],
    },
  };
}

export function namespace(name: string) {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}

/** A Deployment in the namespace `default` whose pods pass the level `restricted`. */
export function deployment(name: string, replicas = 1) {
  const labels = { app: name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "default" },
    spec: { replicas, selector: { matchLabels: labels }, template: hardenedPod(labels) },
  };
}

/** A StatefulSet in the namespace `default` with a disk for each pod. */
export function statefulSet(name: string, replicas: number) {
  const { metadata, spec } = deployment(name, replicas);
  const [container] = spec.template.spec.containers;
  Object.assign(container ?? {}, { volumeMounts: [{ name: "data", mountPath: "/data" }] });
  const claim = {
    metadata: { name: "data" },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  };
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata,
    spec: { ...spec, serviceName: name, volumeClaimTemplates: [claim] },
  };
}
