import * as pulumi from "../components/platforms/pulumi.ts";
import { createStack } from "../components/platforms/docker/index.ts";
import { dockerObjects } from "../components/platforms/docker/render.ts";
import { expiriesOf } from "../components/secrets/expiries.ts";
import { createManaged } from "./deploy-managed.ts";
import { operatorSecrets, secretValues } from "./deploy-secrets.ts";
import { parseSettings } from "./parse.ts";
import { planFor } from "./plan.ts";
import { rawSettings } from "./raw-settings.ts";
import { certificateNames } from "./secrets-plan.ts";
import { workloadsOf } from "./workloads.ts";

const raw = rawSettings(pulumi.runtime.allConfig());
const plan = planFor(parseSettings(raw, `Pulumi.${pulumi.getStack()}.yaml`));
const { docker } = plan;
if (!docker) throw new Error(`platform ${plan.platform} is not this program's`);
const own = operatorSecrets();
const managed = await createManaged(plan, own);
const workloads = workloadsOf(plan);
const usesSecrets = workloads.some(({ secrets }) => secrets.length > 0);
const secrets = usesSecrets ? await secretValues(plan, own, managed.secrets) : undefined;
createStack({ plan: docker, objects: dockerObjects(workloads, docker), secrets });

/** Host and port of everything that listens, by workload, as other containers reach it. */
export const addresses = plan.addresses;
/** What is open on the engine's host. */
export const published = docker.published;
/** What every agent is started with; `OTEL_SERVICE_NAME` is its own. */
export const agentEnvironment = plan.agentEnvironment;
/** Values of the secrets in it, by name: a secret. */
export const agentSecretValues = secrets?.valuesOf(plan.agentSecrets.map(({ secret }) => secret));
/** The day on which each certificate of the stack ends, for `alerts.expiries`: rules are made before. */
export const certificateExpiries =
  secrets && pulumi.unsecret(secrets.valuesOf(certificateNames(plan)).apply(expiriesOf));
/** Where pages and rules are, where a Grafana was handed them. */
export const { grafanaUrl, grafanaFolderUrl, grafanaTokenExpires, grafanaToken } = managed.outputs;
