import { createHash } from "node:crypto";
import type { InstanceName } from "../../core/names.ts";
import type { Labels } from "./objects.ts";

type Project = { readonly project: string };

const HASH_LENGTH = 10;

/** The container of an instance, and what belongs to it. */
export const containerName = (instance: InstanceName, { project }: Project): string =>
  `${project}-${instance}`;
export const filesName = (instance: InstanceName, plan: Project): string =>
  `${containerName(instance, plan)}-files`;
export const readyName = (instance: InstanceName, plan: Project): string =>
  `${containerName(instance, plan)}-ready`;
export const dataVolume = (instance: InstanceName, plan: Project): string =>
  `${containerName(instance, plan)}-data`;
export const secretsVolume = (instance: InstanceName, plan: Project): string =>
  `${containerName(instance, plan)}-secrets`;

/** Named by content, so that a change of a file is another volume, and starts the container anew. */
export function configVolume(
  instance: InstanceName,
  files: Readonly<Record<string, string>>,
  plan: Project,
): string {
  const hash = createHash("sha256").update(JSON.stringify(files)).digest("hex");
  return `${containerName(instance, plan)}-config-${hash.slice(0, HASH_LENGTH)}`;
}

/** The network that all containers are in. */
export const networkName = ({ project }: Project): string => project;
/** The one of those that are reached from the host, or reach beyond it. */
export const edgeName = ({ project }: Project): string => `${project}-edge`;

/** By which everything of a stack is found. https://docs.docker.com/engine/manage-resources/labels/ */
export const PROJECT_LABEL = "agentobs.project";
export const labelsOf = ({ project }: Project): Labels => ({ [PROJECT_LABEL]: project });
/** Those of something that belongs to one instance. */
export const labelsFor = (instance: InstanceName, plan: Project): Labels => ({
  ...labelsOf(plan),
  "agentobs.instance": instance,
});

/** The environment variable of a helper, and of a compose file, that holds a secret. */
export const secretVariable = (secret: string): string =>
  `SECRET_${secret.toUpperCase().replaceAll("-", "_")}`;
