import * as pulumi from "../components/platforms/pulumi.ts";
import { createStack } from "../components/platforms/kubernetes/index.ts";
import { expiriesOf } from "../components/secrets/expiries.ts";
import { kubernetesObjects } from "../components/platforms/kubernetes/render.ts";
import { createManaged } from "./deploy-managed.ts";
import { agentHandout } from "./agent-objects.ts";
import { operatorSecrets, secretValues } from "./deploy-secrets.ts";
import { parseSettings } from "./parse.ts";
import { planFor } from "./plan.ts";
import { certificateNames } from "./secrets-plan.ts";
import { portForwards } from "./port-forwards.ts";
import { rawSettings } from "./raw-settings.ts";
import { workloadsOf } from "./workloads.ts";

const raw = rawSettings(pulumi.runtime.allConfig());
const plan = planFor(parseSettings(raw, `Pulumi.${pulumi.getStack()}.yaml`));
const { kubernetes } = plan;
if (!kubernetes) throw new Error(`platform ${plan.platform} is not this program's`);
const own = operatorSecrets();
const managed = await createManaged(plan, own);
const workloads = workloadsOf(plan);
const objects = kubernetesObjects(workloads, kubernetes);
const usesSecrets = workloads.some(({ secrets }) => secrets.length > 0);
const agents = agentHandout(plan);
const secrets =
  usesSecrets && !kubernetes.store ? await secretValues(plan, own, managed.secrets) : undefined;
createStack({ plan: kubernetes, objects, agents, secrets });

/** Where everything is. */
export const namespace = kubernetes.namespace;
/** Host and port of everything that listens inside the cluster, by workload. */
export const addresses = plan.addresses;
/** What every agent is started with; `OTEL_SERVICE_NAME` is its own. */
export const agentEnvironment = plan.agentEnvironment;
/** Values of the secrets in it, by name: a secret. */
export const agentSecretValues = secrets?.valuesOf(plan.agentSecrets.map(({ secret }) => secret));
/** The same for agents outside of the cluster, where the settings let them in. */
export const agentEnvironmentOutside = plan.agentEnvironmentOutside;
/** What a pod of an agent in one of `kubernetes.agentNamespaces` needs of its own, as YAML. */
export const agentSnippet = agents?.snippet;
/** The day on which each certificate of the stack ends, for `alerts.expiries`: rules are made before. */
export const certificateExpiries =
  secrets && pulumi.unsecret(secrets.valuesOf(certificateNames(plan)).apply(expiriesOf));
/** Where pages and rules are, where a Grafana was handed them. */
export const { grafanaUrl, grafanaFolderUrl, grafanaTokenExpires, grafanaToken } = managed.outputs;
/** The command that makes it reachable from this machine, by workload. */
export const portForward = Object.fromEntries(
  portForwards(plan).map(({ workload, command }) => [workload, command]),
);
