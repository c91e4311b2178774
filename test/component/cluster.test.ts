import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { reachCluster } from "../../cli/cluster.ts";
import { deleteNamespace } from "../../cli/delete-namespace.ts";
import { startStandIn } from "../support/api-stand-in.ts";
import { newAuthority } from "../support/certificates.ts";
import { freePort } from "../support/ports.ts";

const FILE = "Pulumi.prod.yaml";
const OURS = { metadata: { labels: { "app.kubernetes.io/managed-by": "agentobs" } } };

let standIn: Awaited<ReturnType<typeof startStandIn>>;
let version: { status: number; body?: unknown };
let namespace: { status: number; body?: unknown };

beforeAll(async () => {
  standIn = await startStandIn((method, path) => {
    if (path === "/version") return version;
    if (method === "DELETE") namespace = { status: 404 };
    return method === "DELETE" ? { status: 200 } : namespace;
  });
});
afterAll(() => {
  standIn.stop();
});
beforeEach(() => {
  version = { status: 200, body: { gitVersion: "v1.37.2" } };
  vi.stubEnv("KUBECONFIG", standIn.configure());
  standIn.asked.length = 0;
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the cluster that a stack goes to", () => {
  test("is that of the current context, or of the one in the settings", async () => {
    const { url } = standIn;
    const found = { context: "lab", server: url, version: "v1.37.2" };
    expect(await reachCluster({}, FILE)).toMatchObject(found);
    expect(await reachCluster({ context: "spare" }, FILE)).toMatchObject({ context: "spare" });
  });

  test("is nowhere without a kubeconfig", async () => {
    vi.stubEnv("KUBECONFIG", "/nowhere/config");
    await expect(reachCluster({}, FILE)).rejects.toThrow(
      /^\/nowhere\/config: there is no kubeconfig.*\n {2}Fix: .*export KUBECONFIG=<file>/,
    );
  });

  test("can't be that of a context that is not there: those that are there are named", async () => {
    await expect(reachCluster({ context: "prod" }, FILE)).rejects.toThrow(
      /^Pulumi\.prod\.yaml: agentobs:kubernetes\.context: there is no context "prod"\n {2}Fix: agentobs:kubernetes: \{ context: lab \} \(there are lab, spare\)/,
    );
  });

  test("is named with its address and the reason when it does not answer", async () => {
    const server = `https://127.0.0.1:${await freePort()}`;
    standIn.configure(standIn.authority, server);
    await expect(reachCluster({}, FILE)).rejects.toThrow(
      `context lab: ${server} does not answer (ECONNREFUSED)`,
    );
  });

  test("is not trusted with a certificate of somebody else's", async () => {
    standIn.configure(await newAuthority("somebody else's"));
    await expect(reachCluster({}, FILE)).rejects.toThrow(
      /does not answer \(.*\)\n {2}Fix: see that certificate-authority/,
    );
  });

  test("that refuses the credentials is told apart from one that is down", async () => {
    version = { status: 401 };
    await expect(reachCluster({}, FILE)).rejects.toThrow(
      /does not take these credentials \(HTTP 401\)\n {2}Fix: log in/,
    );
  });
});

describe("deleting what outlived a stack", () => {
  test("deletes the namespace, and ends when it is gone", async () => {
    namespace = { status: 200, body: OURS };
    await deleteNamespace(await reachCluster({}, FILE), "agentobs");
    expect(standIn.asked.slice(1)).toEqual([
      "GET /api/v1/namespaces/agentobs",
      "DELETE /api/v1/namespaces/agentobs",
      "GET /api/v1/namespaces/agentobs",
    ]);
  });

  test("leaves a namespace alone that is not the kit's", async () => {
    namespace = { status: 200, body: { metadata: { labels: {} } } };
    const cluster = await reachCluster({}, FILE);
    await expect(deleteNamespace(cluster, "shared")).rejects.toThrow(
      /namespace shared of context lab: it has not the kit's label/,
    );
    expect(standIn.asked.join()).not.toContain("DELETE");
  });

  test("has nothing to do when it is gone already", async () => {
    namespace = { status: 404 };
    await deleteNamespace(await reachCluster({}, FILE), "agentobs");
    expect(standIn.asked.join()).not.toContain("DELETE");
  });
});
