import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { newAuthority } from "../certificates.ts";

/** Who a cluster of the tests knows, with the groups they are in. */
const USERS = {
  admin: { user: "admin", groups: ["system:masters"] },
  /** Nobody has given this one any right. */
  developer: { user: "developer", groups: ["developers"] },
  "controller-manager": { user: "system:kube-controller-manager", groups: [] },
  scheduler: { user: "system:kube-scheduler", groups: [] },
} as const;
export type ClusterUser = keyof typeof USERS;

/** Files with which the cluster and its users know each other. They hold secrets of this run only. */
export interface Identities {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
  /** Signs the tokens of service accounts; the certificate holds the key that checks them. */
  readonly serviceAccountKey: string;
  readonly serviceAccountCertificate: string;
  readonly tokens: string;
  readonly kubeconfig: (user: ClusterUser) => string;
}

/** Name and groups by which the API server knows a user. */
export function subjectOf(user: ClusterUser): { user: string; groups: string[] } {
  const { user: name, groups } = USERS[user];
  return { user: name, groups: [...groups, "system:authenticated"] };
}

/** Writes the identities of a cluster whose API server listens at `server`. */
export async function writeIdentities(folder: string, server: string): Promise<Identities> {
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const authority = await newAuthority("agentobs test cluster");
  const serving = await authority.issue("kube-apiserver");
  const serviceAccounts = await authority.issue("service-accounts");
  const ca = write("ca.crt", authority.certificate);
  const users = Object.entries(USERS).map(([file, subject]) => {
    const token = randomBytes(24).toString("hex");
    write(`${file}.kubeconfig`, kubeconfig(server, ca, token));
    return { token, ...subject };
  });
  return {
    authority: ca,
    certificate: write("apiserver.crt", serving.certificate),
    key: write("apiserver.key", serving.key),
    serviceAccountKey: write("service-accounts.key", serviceAccounts.key),
    serviceAccountCertificate: write("service-accounts.crt", serviceAccounts.certificate),
    tokens: write("tokens.csv", users.map(tokenLine).join("")),
    kubeconfig: (user) => join(folder, `${user}.kubeconfig`),
  };
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file */
function tokenLine({ token, user, groups }: TokenUser): string {
  return `${token},${user},${user},"${groups.join(",")}"\n`;
}

interface TokenUser {
  readonly token: string;
  readonly user: string;
  readonly groups: readonly string[];
}

/** JSON is YAML too. */
function kubeconfig(server: string, authority: string, token: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "test", cluster: { server, "certificate-authority": authority } }],
    users: [{ name: "user", user: { token } }],
    contexts: [{ name: "test", context: { cluster: "test", user: "user" } }],
    "current-context": "test",
  });
}
