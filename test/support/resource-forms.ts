import { type Form, type Forms, list, mountText, portText, type Values, values } from "./forms.ts";
import type { Registered, Run } from "./pulumi-mocks.ts";

/** What only resources have: a new one stands for a new container. */
const OF_RESOURCES = ["agentobs.secrets", "agentobs.of"];

/** What the program registers, as the engine would get it. */
export function formsOfResources({ resources }: Run): Forms {
  const ofType = (type: string) => resources.filter((one) => one.type === `docker:index/${type}`);
  const containers = ofType("container:Container");
  const byResource = new Map(containers.map((one) => [one.name, one]));
  return {
    containers: Object.fromEntries(
      containers.map((one) => [String(one.inputs["name"]), formOfResource(one, byResource)]),
    ),
    networks: Object.fromEntries(
      ofType("network:Network").map(({ inputs }) => [
        String(inputs["name"]),
        {
          driver: inputs["driver"],
          internal: inputs["internal"],
          labels: labelsIn(inputs),
        },
      ]),
    ),
    volumes: Object.fromEntries(
      ofType("volume:Volume").map(({ inputs }) => [String(inputs["name"]), labelsIn(inputs)]),
    ),
  };
}

function formOfResource(
  { inputs, dependsOn }: Registered,
  byResource: ReadonlyMap<string, Registered>,
): Form {
  const capabilities = values(inputs["capabilities"]);
  const networks = list(inputs["networksAdvanced"]).map((one) => [
    String(one["name"]),
    one["aliases"] ?? [],
  ]);
  const check = inputs["healthcheck"] as Values | undefined;
  const waits = dependsOn
    .filter((label) => label.startsWith("Container "))
    .flatMap((label) => byResource.get(label.slice("Container ".length)) ?? []);
  return {
    image: inputs["image"],
    user: inputs["user"],
    entrypoint: inputs["entrypoints"],
    command: inputs["command"],
    environment: environmentIn(inputs),
    mounts: list(inputs["mounts"])
      .map((one) => mountText(one["source"], one["target"], one["readOnly"]))
      .sort(),
    tmpfs: values(inputs["tmpfs"]) as Record<string, string>,
    networks:
      inputs["networkMode"] === "none" ? { none: [] } : (Object.fromEntries(networks) as Values),
    ports: list(inputs["ports"])
      .map((one) => portText(one["ip"], one["external"], one["internal"], one["protocol"]))
      .sort(),
    healthcheck: check && {
      test: check["tests"],
      interval: check["interval"],
      timeout: check["timeout"],
      retries: check["retries"],
      startPeriod: check["startPeriod"],
    },
    readOnly: inputs["readOnly"],
    capabilities: { drop: capabilities["drops"], add: capabilities["adds"] ?? [] },
    securityOptions: inputs["securityOpts"],
    memoryMiB: inputs["memory"],
    swapMiB: inputs["memorySwap"],
    cpus: inputs["cpus"],
    restart: inputs["restart"],
    logging: { driver: inputs["logDriver"], options: inputs["logOpts"] },
    stopSeconds: inputs["stopTimeout"],
    labels: labelsIn(inputs),
    after: Object.fromEntries(waits.map((one) => [String(one.inputs["name"]), until(one)])),
    files: Object.fromEntries(
      list(inputs["uploads"]).map((one) => [String(one["file"]), String(one["content"])]),
    ),
  };
}

/** A task is waited for to its end, a service until it is healthy where it can say so. */
function until({ inputs }: Registered): string {
  if (inputs["attach"] === true) return "completed";
  return inputs["wait"] === true ? "healthy" : "started";
}

function labelsIn(inputs: Values): Record<string, string> {
  const labels = list(inputs["labels"]).map(({ label, value }) => [String(label), String(value)]);
  return Object.fromEntries(
    labels.filter(([label = ""]) => !OF_RESOURCES.includes(label)),
  ) as Record<string, string>;
}

/** `envs` may be secret as a whole, or one by one: the names are in the plain part only. */
function environmentIn(inputs: Values): Record<string, string> {
  const all = (inputs["envs"] as readonly string[] | undefined) ?? [];
  return Object.fromEntries(
    all
      .filter((one) => one !== "[secret]")
      .map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]),
  );
}

/** How many secrets a container is handed as variables. */
export const secretsOfResources = ({ resources }: Pick<Run, "resources">): Record<string, number> =>
  Object.fromEntries(
    resources
      .filter(({ type }) => type === "docker:index/container:Container")
      .map(({ inputs }) => [
        String(inputs["name"]),
        ((inputs["envs"] as readonly string[] | undefined) ?? []).filter(
          (one) => one === "[secret]",
        ).length,
      ]),
  );
