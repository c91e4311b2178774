/** A node of its own zone with room for a small company's stack. */
export function fakeNode(index: number) {
  const name = `node-${index}`;
  const size = { cpu: "16", memory: "64Gi", pods: "110", "ephemeral-storage": "500Gi" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "topology.kubernetes.io/region": "test",
        "topology.kubernetes.io/zone": `zone-${index}`,
      },
      annotations: { "kwok.x-k8s.io/node": "fake" },
    },
    status: { allocatable: size, capacity: size },
  };
}
