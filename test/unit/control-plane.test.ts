import { expect, test } from "vitest";
import { VERSIONS } from "../../components/core/versions.ts";
import { CONTROL_PLANE, installable, kubernetesVersion } from "../../tools/control-plane.ts";
import { goModFor } from "../../tools/kubernetes-module.ts";

const released = (system: "linux-arm64" | "darwin-arm64") =>
  CONTROL_PLANE.map((program) => installable(program, "1.36.3").origin.release(system));

test("the addresses of the control plane's releases are the published ones", () => {
  expect(released("linux-arm64")).toMatchInlineSnapshot(`
    [
      {
        "archive": "https://github.com/etcd-io/etcd/releases/download/v3.7.0/etcd-v3.7.0-linux-arm64.tar.gz",
        "checksums": "https://github.com/etcd-io/etcd/releases/download/v3.7.0/SHA256SUMS",
        "member": "etcd-v3.7.0-linux-arm64/etcd",
      },
      {
        "archive": "https://dl.k8s.io/release/v1.36.3/bin/linux/arm64/kube-apiserver",
        "checksums": "https://dl.k8s.io/release/v1.36.3/bin/linux/arm64/kube-apiserver.sha256",
      },
      {
        "archive": "https://dl.k8s.io/release/v1.36.3/bin/linux/arm64/kube-controller-manager",
        "checksums": "https://dl.k8s.io/release/v1.36.3/bin/linux/arm64/kube-controller-manager.sha256",
      },
      {
        "archive": "https://dl.k8s.io/release/v1.36.3/bin/linux/arm64/kube-scheduler",
        "checksums": "https://dl.k8s.io/release/v1.36.3/bin/linux/arm64/kube-scheduler.sha256",
      },
      undefined,
    ]
  `);
});

test("for a Mac nothing is published that could be installed, so everything is built", () => {
  expect(released("darwin-arm64").filter((release) => release !== undefined)).toEqual([]);
});

test.for([
  [undefined, VERSIONS.kubernetes.released],
  ["", VERSIONS.kubernetes.released],
  ["1.36.3", "1.36.3"],
  ["v1.36.3", "1.36.3"],
] as const)("the version asked for as %s is %s", ([asked, version]) => {
  expect(kubernetesVersion({ KUBERNETES_VERSION: asked })).toBe(version);
});

test.for(["1.36", "latest", "2.0.1", "1.36.3-rc.0"])("%s is no version", (asked) => {
  expect(() => kubernetesVersion({ KUBERNETES_VERSION: asked })).toThrow(
    `make test-kubernetes: VERSION=${asked} is no version of Kubernetes\n  Fix: name one with its patch`,
  );
});

test("a control plane on PATH may be of another patch, not of another minor version", () => {
  expect(installable("kube-apiserver", "1.36.3").pin.accepts).toEqual(["1.36.0", "1.37.0"]);
});

test("the module of a version takes its libraries as they are published, at the version that belongs to it", () => {
  const upstream = `module k8s.io/kubernetes

go 1.26.0

godebug default=go1.26

require (
	k8s.io/api v0.0.0
	k8s.io/utils v0.0.0-20260108192941-914a6e750570
)

replace (
	k8s.io/api => ./staging/src/k8s.io/api
	k8s.io/client-go => ./staging/src/k8s.io/client-go
)
`;
  expect(goModFor("1.36.3", upstream)).toBe(`module agentobs.invalid/kubernetes
go 1.26.0
godebug default=go1.26
tool (
	k8s.io/kubernetes/cmd/kube-apiserver
	k8s.io/kubernetes/cmd/kube-controller-manager
	k8s.io/kubernetes/cmd/kube-scheduler
)
require k8s.io/kubernetes v1.36.3
replace (
	k8s.io/api => k8s.io/api v0.36.3
	k8s.io/client-go => k8s.io/client-go v0.36.3
)
`);
});
