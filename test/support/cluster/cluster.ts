import { KubeConfig, VersionApi } from "@kubernetes/client-node";
import { parse } from "yaml";
import { definitionsOf } from "../../../tools/cluster-manifests.ts";
import { canI, evict, type Eviction, type Subject } from "./access.ts";
import { type Manifest, ObjectApi, type Outcome } from "./api.ts";
import { check, type Finding } from "./check.ts";
import type { ClusterUser, Identities } from "./identities.ts";
import type { Programs } from "./programs.ts";
import { complaints, notReady } from "./readiness.ts";

/** How long everything may take to be ready, where a test says nothing else. */
const READY_MS = 60_000;

/** A running cluster of one test file. Its user is `admin` where nothing else is said. */
export class Cluster {
  readonly #identities: Identities;
  readonly #programs: Programs;
  readonly #api: ObjectApi;

  constructor(identities: Identities, programs: Programs) {
    this.#identities = identities;
    this.#programs = programs;
    this.#api = new ObjectApi(this.as("admin"));
  }

  /** For the typed clients: `cluster.as("developer").makeApiClient(CoreV1Api)`. */
  as(user: ClusterUser): KubeConfig {
    const config = new KubeConfig();
    config.loadFromFile(this.kubeconfig(user));
    return config;
  }

  /** Path of a kubeconfig, for programs. */
  kubeconfig(user: ClusterUser): string {
    return this.#identities.kubeconfig(user);
  }

  /** `1.37.2`: what the server says it is. */
  async version(): Promise<string> {
    const { gitVersion } = await this.as("admin").makeApiClient(VersionApi).getCode();
    return gitVersion.replace(/^v/, "");
  }

  /** What the server has against the objects and their pods; nothing of them is kept. */
  check(manifests: readonly Manifest[]): Promise<Finding[]> {
    return check(this.#api, manifests);
  }

  /** What becomes of each object by itself, in this order; `dryRun` keeps nothing. */
  async tryApply(manifests: readonly Manifest[], { dryRun = false } = {}): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const manifest of manifests) outcomes.push(await this.#api.apply(manifest, dryRun));
    return outcomes;
  }

  /** @throws {Error} with every refusal when there is one */
  async apply(manifests: readonly Manifest[], { dryRun = false } = {}): Promise<Outcome[]> {
    const outcomes = await this.tryApply(manifests, { dryRun });
    const refused = outcomes.filter((each) => each.refused !== undefined);
    if (refused.length === 0) return outcomes;
    throw new Error(refused.map(({ object, refused }) => `${object}: ${refused ?? ""}`).join("\n"));
  }

  /** Makes these kinds known (`Certificate`, `PrometheusRule`, …), all that are at hand when none is named. */
  async define(...kinds: readonly string[]): Promise<void> {
    const texts = await definitionsOf(...kinds);
    const definitions = texts.map((text) => parse(text) as Manifest);
    await this.apply(definitions);
    await this.becomesReady(definitions);
  }

  /**
   * Waits until all of the objects are ready, which takes a cluster with nodes for everything that
   * has pods.
   *
   * @throws {Error} that says what is not, and what the cluster complains about
   */
  async becomesReady(manifests: readonly Manifest[], withinMs = READY_MS): Promise<void> {
    let missing: string[] = [];
    const isSo = async (): Promise<boolean> => {
      missing = await notReady(this.#api, manifests);
      return missing.length === 0;
    };
    await this.#programs.until("ready", isSo, withinMs).catch(async (error: unknown) => {
      const events = await complaints(this.as("admin"), manifests).catch(() => []);
      const text = error instanceof Error ? error.message : String(error);
      throw new Error([...missing, ...events, text].join("\n"), { cause: error });
    });
  }

  /** Whether somebody has a right: `canI("developer", "get", "secrets", "demo")`. */
  canI(subject: Subject, verb: string, resource: string, namespace?: string): Promise<boolean> {
    return canI(this.as("admin"), subject, verb, resource, namespace);
  }

  /** Asks for the eviction of a pod, as the drain of a node does. */
  evict(namespace: string, pod: string): Promise<Eviction> {
    return evict(this.as("admin"), namespace, pod);
  }
}
