import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { newAuthority } from "./certificates.ts";

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** An API server that answers as told, over TLS, and a kubeconfig whose context `lab` leads to it. */
export async function startStandIn(answer: (method: string, path: string) => Answer) {
  const authority = await newAuthority("a cluster's");
  const { certificate: cert, key } = await authority.issue("kube-apiserver");
  const asked: string[] = [];
  const server = createServer({ cert, key }, ({ method = "", url = "" }, response) => {
    asked.push(`${method} ${url}`);
    const { status, body = {} } = answer(method, url);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = mkdtempSync(join(tmpdir(), "agentobs-kubeconfig-"));
  const file = join(folder, "config");
  return {
    url,
    authority,
    /** What was asked, in order: `GET /version`. */
    asked,
    /** Writes the kubeconfig; with another authority nobody can trust the server. */
    configure: ({ certificate } = authority, server = url) => {
      writeFileSync(file, kubeconfig(server, certificate));
      return file;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/ */
function kubeconfig(server: string, authority: string): string {
  const ca = Buffer.from(authority).toString("base64");
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "lab",
    contexts: ["lab", "spare"].map((name) => ({ name, context: { cluster: "lab", user: "lab" } })),
    clusters: [{ name: "lab", cluster: { server, "certificate-authority-data": ca } }],
    users: [{ name: "lab", user: { token: "a token" } }],
  });
}
