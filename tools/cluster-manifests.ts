import { readFileSync } from "node:fs";
import { join } from "node:path";
import { VERSIONS } from "../components/core/versions.ts";
import { goModuleFolder } from "../components/platforms/process/cache.ts";
import { downloadGoModule, type GoModule } from "./go-module.ts";

/** Definitions that a project's own Go module holds, each in the file of its plural name. */
interface Definitions {
  readonly module: GoModule;
  readonly folder: string;
  readonly group: string;
  /** Kind to plural name. */
  readonly kinds: Readonly<Record<string, string>>;
}

/** The kinds that manifests may use besides Kubernetes' own. */
const DEFINITIONS: readonly Definitions[] = [
  {
    module: {
      path: "github.com/cert-manager/cert-manager",
      version: "1.21.2",
      sum: "h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=",
    },
    folder: "deploy/crds",
    group: "cert-manager.io",
    kinds: { Certificate: "certificates", Issuer: "issuers", ClusterIssuer: "clusterissuers" },
  },
  {
    module: {
      path: "github.com/external-secrets/external-secrets",
      version: "1.3.2",
      sum: "h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=",
    },
    folder: "config/crds/bases",
    group: "external-secrets.io",
    kinds: { ExternalSecret: "externalsecrets", SecretStore: "secretstores" },
  },
  {
    module: {
      path: "sigs.k8s.io/gateway-api",
      // 1.7 needs a newer Go than the rest of the project.
      version: "1.6.3",
      sum: "h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=",
    },
    folder: "config/crd/standard",
    group: "gateway.networking.k8s.io",
    kinds: {
      Gateway: "gateways",
      HTTPRoute: "httproutes",
      GRPCRoute: "grpcroutes",
      BackendTLSPolicy: "backendtlspolicies",
    },
  },
  {
    module: {
      path: "github.com/prometheus-operator/prometheus-operator",
      version: "0.94.0",
      sum: "h1:VxMKzqr8Xqw5/QInNT7a3B5XInPnHqE7SD2UIdwKpRM=",
    },
    folder: "example/prometheus-operator-crd",
    group: "monitoring.coreos.com",
    kinds: {
      PrometheusRule: "prometheusrules",
      ServiceMonitor: "servicemonitors",
      PodMonitor: "podmonitors",
    },
  },
];

/** What fake nodes, pods and volumes do, by kwok's own files. */
const STAGES = [
  "node/fast/node-initialize.yaml",
  "node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
  "pod/fast/pod-ready.yaml",
  "pod/fast/pod-complete.yaml",
  "pod/fast/pod-delete.yaml",
  "volume/fast/pv-bind.yaml",
  "volume/fast/pv-delete.yaml",
  "volume/fast/pvc-provision.yaml",
  "volume/fast/pvc-delete.yaml",
];

/** YAML of the CustomResourceDefinitions for these kinds, all that are known when none is named. */
export async function definitionsOf(...kinds: readonly string[]): Promise<string[]> {
  const known = DEFINITIONS.flatMap((each) => Object.keys(each.kinds));
  const unknown = kinds.filter((kind) => !known.includes(kind));
  if (unknown.length > 0)
    throw new Error(`no definition of ${unknown.join(", ")}: known are ${known.join(", ")}`);
  const texts = DEFINITIONS.map((each) => textsOf(each, kinds.length === 0 ? known : kinds));
  return (await Promise.all(texts)).flat();
}

async function textsOf(
  { module, folder, group, kinds }: Definitions,
  wanted: readonly string[],
): Promise<string[]> {
  const plurals = Object.entries(kinds).flatMap(([kind, plural]) =>
    wanted.includes(kind) ? [plural] : [],
  );
  if (plurals.length === 0) return [];
  const files = join(await downloadGoModule(module), folder);
  return plurals.map((plural) => readFileSync(join(files, `${group}_${plural}.yaml`), "utf8"));
}

/** One YAML text for kwok's `--config`, and the storage class of which it plays the volumes. */
export async function kwokStages(): Promise<{ stages: string; storageClass: string }> {
  const stage = join(await downloadGoModule(kwokModule()), "kustomize/stage");
  return {
    stages: STAGES.map((file) => readFileSync(join(stage, file), "utf8")).join("\n---\n"),
    storageClass: readFileSync(join(stage, "volume/fast/storage-class.yaml"), "utf8"),
  };
}

/** The sum stands in the module that the program is built from. */
function kwokModule(): GoModule {
  const path = "sigs.k8s.io/kwok";
  const version = VERSIONS.kwok.built;
  const sums = readFileSync(join(goModuleFolder("kubernetes"), "go.sum"), "utf8").split("\n");
  const line = sums.find((each) => each.startsWith(`${path} v${version} h1:`));
  if (line === undefined) throw new Error(`tools/kubernetes/go.sum has no ${path} v${version}`);
  return { path, version, sum: line.split(" ")[2] ?? "" };
}
