import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Health, KubeConfig } from "@kubernetes/client-node";
import { afterAll } from "vitest";
import { parse } from "yaml";
import { kwokStages } from "../../tools/cluster-manifests.ts";
import { Cluster } from "./cluster/cluster.ts";
import { fakeNode } from "./cluster/fake-node.ts";
import { type Identities, writeIdentities } from "./cluster/identities.ts";
import { Programs } from "./cluster/programs.ts";
import { freePorts, LOOPBACK } from "./ports.ts";

/** What a cluster for tests has besides its API server. */
export interface ControlPlaneOptions {
  /**
   * Nodes that run nothing but say that everything on them does. With any, the controllers and the
   * scheduler run too: workloads get pods, pods get nodes and become ready. Without, objects are
   * only kept. Default: none.
   */
  readonly nodes?: number;
}

/** A cold machine reads 120 MB of program first. */
const READY_MS = 60_000;

/**
 * Starts a real Kubernetes API server, empty and for this test file alone, and stops it after the
 * file's last test. To be called at the top of the file: `const cluster = await controlPlane();`
 *
 * @throws {Error} with the ends of the logs when it is not ready within a minute
 */
export async function controlPlane({ nodes = 0 }: ControlPlaneOptions = {}): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), "agentobs-cluster-"));
  const programs = new Programs(folder);
  const stop = async (): Promise<void> => {
    await programs.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  afterAll(stop);
  try {
    return await started(folder, programs, nodes);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function started(folder: string, programs: Programs, nodes: number): Promise<Cluster> {
  const [store = 0, peers = 0, secure = 0, kwok = 0] = await freePorts(4);
  const identities = await writeIdentities(folder, `https://${LOOPBACK}:${secure}`);
  programs.start("etcd", etcdArgs(folder, store, peers));
  programs.start("kube-apiserver", apiServerArgs(identities, store, secure));
  const admin = new KubeConfig();
  admin.loadFromFile(identities.kubeconfig("admin"));
  const health = new Health(admin);
  const isReady = () => health.readyz({}).catch(() => false);
  await programs.until("ready to answer", isReady, READY_MS);
  const cluster = new Cluster(identities, programs);
  if (nodes > 0) await startNodes(folder, programs, identities, cluster, nodes, kwok);
  return cluster;
}

/** Nothing here is worth waiting for a disk. https://etcd.io/docs/v3.6/op-guide/configuration/ */
function etcdArgs(folder: string, client: number, peer: number): string[] {
  const [clients, peers] = [`http://${LOOPBACK}:${client}`, `http://${LOOPBACK}:${peer}`];
  return [
    `--data-dir=${join(folder, "etcd")}`,
    `--listen-client-urls=${clients}`,
    `--advertise-client-urls=${clients}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=default=${peers}`,
    "--unsafe-no-fsync",
    "--log-level=warn",
  ];
}

/** https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ */
function apiServerArgs(identities: Identities, store: number, port: number): string[] {
  return [
    `--etcd-servers=http://${LOOPBACK}:${store}`,
    `--bind-address=${LOOPBACK}`,
    `--secure-port=${port}`,
    `--tls-cert-file=${identities.certificate}`,
    `--tls-private-key-file=${identities.key}`,
    `--token-auth-file=${identities.tokens}`,
    "--authorization-mode=Node,RBAC",
    "--anonymous-auth=false",
    // Some manifests of a cluster's own parts ask for it; pod security decides who may.
    "--allow-privileged=true",
    "--enable-admission-plugins=NodeRestriction,PodSecurity",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${identities.serviceAccountCertificate}`,
    `--service-account-signing-key-file=${identities.serviceAccountKey}`,
    "--service-cluster-ip-range=10.96.0.0/16",
    // The address of a loopback would be refused as the endpoint of the service `kubernetes`.
    "--endpoint-reconciler-type=none",
  ];
}

async function startNodes(
  folder: string,
  programs: Programs,
  identities: Identities,
  cluster: Cluster,
  count: number,
  port: number,
): Promise<void> {
  const manager = identities.kubeconfig("controller-manager");
  const scheduler = identities.kubeconfig("scheduler");
  const { stages, storageClass } = await kwokStages();
  const stagesFile = join(folder, "stages.yaml");
  writeFileSync(stagesFile, stages);
  programs.start("kube-controller-manager", [
    `--kubeconfig=${manager}`,
    `--authentication-kubeconfig=${manager}`,
    `--authorization-kubeconfig=${manager}`,
    `--service-account-private-key-file=${identities.serviceAccountKey}`,
    `--root-ca-file=${identities.authority}`,
    "--use-service-account-credentials=true",
    `--bind-address=${LOOPBACK}`,
    "--secure-port=0",
    "--leader-elect=false",
  ]);
  programs.start("kube-scheduler", [
    `--kubeconfig=${scheduler}`,
    `--authentication-kubeconfig=${scheduler}`,
    `--authorization-kubeconfig=${scheduler}`,
    "--secure-port=0",
    "--leader-elect=false",
  ]);
  programs.start("kwok", [
    `--kubeconfig=${identities.kubeconfig("admin")}`,
    `--config=${stagesFile}`,
    "--manage-all-nodes=true",
    "--node-lease-duration-seconds=40",
    `--server-address=${LOOPBACK}:${port}`,
  ]);
  const nodes = Array.from({ length: count }, (_, index) => fakeNode(index));
  await cluster.apply([parse(storageClass), ...nodes]);
  await cluster.becomesReady(nodes, READY_MS);
}
