import { existsSync } from "node:fs";
import https from "node:https";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import { ProblemError } from "../components/core/errors.ts";
import { json } from "./json.ts";

/** A cluster that answered. */
export interface Cluster {
  readonly context: string;
  /** URL of its API server. */
  readonly server: string;
  /** `v1.37.2` */
  readonly version: string;
  /** Asks the API server; `body` is undefined when it answered with no JSON. */
  ask(method: "GET" | "DELETE", path: string): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const ANSWER_MS = 15_000;
const TLS_CODES = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/;

/**
 * The cluster that a stack goes to, by the kubeconfig that Pulumi's provider reads too.
 *
 * @param file shown in errors, such as `Pulumi.prod.yaml`
 * @throws ProblemError when there is no such context, or nobody who answers it or lets one in
 */
export async function reachCluster(
  { context }: { readonly context?: string | undefined },
  file: string,
): Promise<Cluster> {
  const config = await kubeconfig(context, file);
  const name = config.getCurrentContext();
  const cluster = config.getCurrentCluster();
  if (!cluster)
    throw new ProblemError({
      where: `context ${name} in ${kubeconfigFiles().join(", ")}`,
      what: "it names a cluster that is not in the file",
      fix: "have your cluster's own tool write the kubeconfig anew, or name another context",
    });
  const { server } = cluster;
  if (!server.startsWith("https:"))
    throw new ProblemError({
      where: `context ${name}`,
      what: `${server} is not https, so credentials and secrets would travel in the clear`,
      fix: "name a context whose server is https",
    });
  const ask: Cluster["ask"] = (method, path) => request(config, server, method, path);
  const { status, body } = await ask("GET", "/version").catch((error: unknown) => {
    throw unreachable(name, server, error);
  });
  if (status === 200) return { context: name, server, version: versionIn(body), ask };
  throw refused(name, server, status);
}

async function kubeconfig(context: string | undefined, file: string): Promise<KubeConfig> {
  const files = kubeconfigFiles();
  if (!files.some((path) => existsSync(path)))
    throw new ProblemError({
      where: files.join(", "),
      what: "there is no kubeconfig, so there is no cluster to deploy to",
      fix: "have your cluster's own tool write one (such as aws eks update-kubeconfig, gcloud container clusters get-credentials, az aks get-credentials, kind export kubeconfig), or export KUBECONFIG=<file>",
    });
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  try {
    config.loadFromDefault();
  } catch (error) {
    throw new ProblemError({
      where: files.join(", "),
      what: `it is no kubeconfig: ${error instanceof Error ? error.message : String(error)}`,
      fix: "have your cluster's own tool write it anew",
    });
  }
  choose(config, context, file);
  return config;
}

function choose(config: KubeConfig, context: string | undefined, file: string): void {
  const names = config.getContexts().map(({ name }) => name);
  const wanted = context ?? config.getCurrentContext();
  if (names.includes(wanted)) {
    config.setCurrentContext(wanted);
    return;
  }
  throw new ProblemError({
    where:
      context === undefined ? kubeconfigFiles().join(", ") : `${file}: agentobs:kubernetes.context`,
    what:
      context === undefined ? "no context is the current one" : `there is no context "${context}"`,
    fix: `agentobs:kubernetes: { context: ${names[0] ?? "<one of your kubeconfig>"} }${names.length > 1 ? ` (there are ${names.join(", ")})` : ""}`,
  });
}

/** https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/ */
function kubeconfigFiles(): string[] {
  const named = (process.env["KUBECONFIG"] ?? "").split(delimiter).filter(Boolean);
  return named.length > 0 ? named : [join(homedir(), ".kube", "config")];
}

async function request(
  config: KubeConfig,
  server: string,
  method: "GET" | "DELETE",
  path: string,
): Promise<Answer> {
  const url = new URL(`${server.replace(/\/$/, "")}${path}`);
  const options: https.RequestOptions = { method, signal: AbortSignal.timeout(ANSWER_MS) };
  await config.applyToHTTPSOptions(options);
  return new Promise((resolve, reject) => {
    const call = https.request(url, options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body: json(text) });
      });
    });
    call.on("error", reject);
    call.end();
  });
}

const versionIn = (body: unknown): string =>
  (body as { gitVersion?: string } | undefined)?.gitVersion ?? "of an unknown version";

function unreachable(context: string, server: string, error: unknown): ProblemError {
  const reason = reasonOf(error);
  return new ProblemError({
    where: `context ${context}`,
    what: `${server} does not answer (${reason})`,
    fix: TLS_CODES.test(reason)
      ? "see that certificate-authority in the kubeconfig is the one of this cluster; have its own tool write the file anew"
      : "see that the cluster runs and that this machine reaches it (VPN, firewall, a context that is out of date)",
  });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "AbortError") return `nothing within ${ANSWER_MS / 1000} s`;
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}

function refused(context: string, server: string, status: number): ProblemError {
  const known = status === 401 || status === 403;
  return new ProblemError({
    where: `context ${context}`,
    what: known
      ? `${server} does not take these credentials (HTTP ${status})`
      : `${server} answers ${status}, as no API server does`,
    fix: known
      ? "log in to the cluster again with its own tool, or name a context whose user may deploy"
      : "see that the context's server is the address of a Kubernetes API server",
  });
}
