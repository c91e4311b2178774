import { basename } from "node:path";
import { stringify } from "yaml";
import type { KubernetesObject } from "../components/platforms/kubernetes/api.ts";
import { AGENTS, type AgentHandout } from "../components/platforms/kubernetes/agents.ts";
import { externalSecret, valueOf } from "../components/platforms/kubernetes/external-secrets.ts";
import { metadataOf } from "../components/platforms/kubernetes/labels.ts";
import type { KubernetesPlan } from "../components/platforms/kubernetes/plan.ts";
import { type AgentSecret, CA_VARIABLE, revealAgentSecrets } from "./agent-secrets.ts";
import type { Plan } from "./plan.ts";

/** Where agents find the files that their environment names. */
const FOLDER = "/etc/agentobs";

type AgentPlan = Pick<Plan, "agentEnvironment" | "agentSecrets" | "kubernetes">;

/** What the agents of each namespace are handed; undefined where no namespace is named. */
export function agentHandout(plan: AgentPlan): AgentHandout | undefined {
  const { kubernetes, agentSecrets } = plan;
  if (!kubernetes || kubernetes.agentNamespaces.length === 0) return undefined;
  return {
    namespaces: kubernetes.agentNamespaces,
    objects: kubernetes.agentNamespaces.flatMap((namespace) =>
      objectsIn(plan, { ...kubernetes, namespace }),
    ),
    secrets: agentSecrets.map(({ secret }) => secret),
    snippet: snippet(plan, kubernetes),
    notes: notes(plan, kubernetes),
    reveal: (values) => {
      const { environment } = revealAgentSecrets(agentSecrets.filter(isText), FOLDER, values);
      const texts = (uses: readonly AgentSecret[]) =>
        Object.fromEntries(uses.map((use) => [fileOf(use), values[use.secret] ?? ""]));
      return { environment, files: texts(privateFiles(plan)), trusted: texts(trustedFiles(plan)) };
    },
  };
}

const isText = ({ as }: AgentSecret) => as !== "file";
const fileOf = (use: AgentSecret): string => (use.as === "file" ? basename(use.file) : "");

/** The authority is not secret. A store's operator can write Secrets only: there it is in one too. */
const trustedFiles = ({ agentSecrets, kubernetes }: AgentPlan): AgentSecret[] =>
  kubernetes?.store ? [] : agentSecrets.filter(({ variable }) => variable === CA_VARIABLE);
const privateFiles = (plan: AgentPlan): AgentSecret[] =>
  plan.agentSecrets.filter((use) => use.as === "file" && !trustedFiles(plan).includes(use));

function objectsIn(plan: AgentPlan, kubernetes: KubernetesPlan): KubernetesObject[] {
  const paths = plan.agentSecrets
    .filter(({ as }) => as === "file")
    .map((use) => [use.variable, `${FOLDER}/${fileOf(use)}`]);
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: metadataOf(AGENTS.environment, kubernetes),
      data: { ...plan.agentEnvironment, ...(Object.fromEntries(paths) as Record<string, string>) },
    },
    ...(kubernetes.store ? externalSecrets(plan, kubernetes, kubernetes.store) : []),
  ];
}

function externalSecrets(
  plan: AgentPlan,
  kubernetes: KubernetesPlan,
  store: NonNullable<KubernetesPlan["store"]>,
): KubernetesObject[] {
  const made = (name: string, uses: readonly AgentSecret[], texts: Record<string, string>) =>
    uses.length === 0
      ? []
      : [
          externalSecret(
            metadataOf(name, kubernetes),
            store,
            uses.map(({ secret }) => secret),
            texts,
          ),
        ];
  const headers = plan.agentSecrets.filter(isText);
  const files = privateFiles(plan);
  return [
    ...made(
      AGENTS.environment,
      headers,
      Object.fromEntries(headers.map((use) => [use.variable, headerTemplate(use)])),
    ),
    ...made(
      AGENTS.files,
      files,
      Object.fromEntries(files.map((use) => [fileOf(use), valueOf(use.secret)])),
    ),
  ];
}

/** As `revealAgentSecrets` has it. A query encodes a space as `+`, a header as `%20`. */
function headerTemplate(use: AgentSecret): string {
  const encoded = ["urlquery", 'replace "+" "%20"'];
  if (use.as !== "basic")
    return `authorization=Bearer%20${valueOf(use.secret, "trim", ...encoded)}`;
  const pair = [`trim`, `printf "%s:%s" ${JSON.stringify(use.user)}`, "b64enc", ...encoded];
  return `authorization=Basic%20${valueOf(use.secret, ...pair)}`;
}

/** What an agent's pod needs of its own: all that the kit can't put there. */
function snippet(plan: AgentPlan, { store }: KubernetesPlan): string {
  const sources = [
    ...(trustedFiles(plan).length > 0 ? [{ configMap: { name: AGENTS.trusted } }] : []),
    ...(privateFiles(plan).length > 0 ? [{ secret: { name: AGENTS.files } }] : []),
  ];
  const hasText = plan.agentSecrets.some(isText);
  const name = "agentobs";
  const pod = {
    containers: [
      {
        name: "agent",
        env: [{ name: "OTEL_SERVICE_NAME", value: "my-agent" }],
        envFrom: [
          { configMapRef: { name: AGENTS.environment } },
          ...(hasText ? [{ secretRef: { name: AGENTS.environment } }] : []),
        ],
        ...(sources.length > 0 && { volumeMounts: [{ name, mountPath: FOLDER, readOnly: true }] }),
      },
    ],
    ...(sources.length > 0 && { volumes: [{ name, projected: { sources } }] }),
  };
  const waits = store ? "# The pod waits until the operator has written the Secrets.\n" : "";
  return `${waits}${stringify({ spec: pod })}`;
}

/** What the rendered manifests can't hold, and whoever applies them has to bring. */
function notes(plan: AgentPlan, { store }: KubernetesPlan): string[] {
  if (store) return [];
  const note = (object: string, key: string, secret: string) =>
    `${object}, key ${key}: from the secret "${secret}"`;
  return [
    ...plan.agentSecrets
      .filter(isText)
      .map((use) => note(`Secret ${AGENTS.environment}`, use.variable, use.secret)),
    ...privateFiles(plan).map((use) => note(`Secret ${AGENTS.files}`, fileOf(use), use.secret)),
    ...trustedFiles(plan).map((use) =>
      note(`ConfigMap ${AGENTS.trusted}`, fileOf(use), use.secret),
    ),
  ];
}
