import { parse } from "yaml";
import type { Registered, Run } from "./pulumi-mocks.ts";

/** A container as both forms can say it, field by field. */
export interface Form {
  readonly image: unknown;
  readonly user: unknown;
  readonly entrypoint: unknown;
  readonly command: unknown;
  /** Secrets are shown as `[secret]`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly mounts: readonly string[];
  readonly tmpfs: Readonly<Record<string, string>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly ports: readonly string[];
  readonly healthcheck: unknown;
  readonly readOnly: unknown;
  readonly capabilities: unknown;
  readonly securityOptions: unknown;
  readonly memoryMiB: unknown;
  readonly swapMiB: unknown;
  readonly cpus: unknown;
  readonly restart: unknown;
  readonly logging: unknown;
  readonly stopSeconds: unknown;
  readonly labels: Readonly<Record<string, string>>;
  /** What the start waits for, and until when. */
  readonly after: Readonly<Record<string, string>>;
  /** Text by path of what is there before it starts. */
  readonly files: Readonly<Record<string, string>>;
}

export interface Forms {
  /** By name on the engine. */
  readonly containers: Readonly<Record<string, Form>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

type Values = Readonly<Record<string, unknown>>;
const CONFIG = "/etc/agentobs";
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
        inputs["name"],
        {
          driver: inputs["driver"],
          internal: inputs["internal"],
          options: inputs["options"] ?? {},
          labels: labelsIn(inputs),
        },
      ]),
    ),
    volumes: Object.fromEntries(
      ofType("volume:Volume").map(({ inputs }) => [inputs["name"], labelsIn(inputs)]),
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
  ) as Record<string, string>;
}

/** How many secrets a container is handed as variables. */
export const secretsOfResources = ({ resources }: Run): Record<string, number> =>
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

/**
 * What the compose file says.
 *
 * @param files all that is rendered, by path
 */
export function formsOfCompose(files: Readonly<Record<string, string>>): Forms {
  const content = parse(files["compose.yaml"] ?? "") as Readonly<Record<string, Values>>;
  const services = content["services"] as Readonly<Record<string, Values>>;
  const names = new Map(
    Object.entries(services).map(([key, one]) => [key, String(one["container_name"])]),
  );
  return {
    containers: Object.fromEntries(
      Object.entries(services).map(([, one]) => [
        String(one["container_name"]),
        formOfService(one, names, files),
      ]),
    ),
    networks: Object.fromEntries(
      Object.values(content["networks"] as Readonly<Record<string, Values>>).map((one) => [
        one["name"],
        {
          driver: one["driver"],
          internal: one["internal"],
          options: one["driver_opts"] ?? {},
          labels: one["labels"],
        },
      ]),
    ),
    volumes: Object.fromEntries(
      Object.values(content["volumes"] as Readonly<Record<string, Values>>).map((one) => [
        one["name"],
        one["labels"],
      ]),
    ),
  };
}

function formOfService(
  one: Values,
  names: ReadonlyMap<string, string>,
  files: Readonly<Record<string, string>>,
): Form {
  const volumes = list(one["volumes"]);
  const check = one["healthcheck"] as Values | undefined;
  const logging = values(one["logging"]);
  const networks = Object.entries(values(one["networks"])).map(([name, at]) => [
    name,
    values(at)["aliases"] ?? [],
  ]);
  const plain = Object.entries(values(one["environment"])).filter(([, text]) => !isSecret(text));
  return {
    image: one["image"],
    user: one["user"],
    entrypoint: single(one["entrypoint"]),
    command: single(one["command"]),
    environment: single(Object.fromEntries(plain)) as Record<string, string>,
    mounts: volumes
      .filter(({ type }) => type === "volume")
      .map((mount) => mountText(mount["source"], mount["target"], mount["read_only"]))
      .sort(),
    tmpfs: Object.fromEntries(
      ((one["tmpfs"] as readonly string[] | undefined) ?? []).map((text) => [
        text.slice(0, text.indexOf(":")),
        text.slice(text.indexOf(":") + 1),
      ]),
    ),
    networks:
      one["network_mode"] === "none" ? { none: [] } : (Object.fromEntries(networks) as Values),
    ports: [...((one["ports"] as readonly string[] | undefined) ?? [])].sort(),
    healthcheck: check && {
      test: single(check["test"]),
      interval: check["interval"],
      timeout: check["timeout"],
      retries: check["retries"],
      startPeriod: check["start_period"],
    },
    readOnly: one["read_only"],
    capabilities: { drop: one["cap_drop"], add: one["cap_add"] ?? [] },
    securityOptions: one["security_opt"],
    memoryMiB: Number(/^(\d+)m$/.exec(String(one["mem_limit"]))?.[1]),
    swapMiB: Number(/^(\d+)m$/.exec(String(one["memswap_limit"]))?.[1]),
    cpus: one["cpus"],
    restart: one["restart"],
    logging: { driver: logging["driver"], options: logging["options"] },
    stopSeconds: Number(/^(\d+)s$/.exec(String(one["stop_grace_period"]))?.[1]),
    labels: one["labels"] as Record<string, string>,
    after: Object.fromEntries(
      Object.entries(values(one["depends_on"])).map(([key, until]) => {
        const condition = String(values(until)["condition"]);
        return [names.get(key) ?? key, CONDITIONS[condition] ?? condition];
      }),
    ),
    files: inputsOf(volumes, files),
  };
}

const CONDITIONS: Readonly<Record<string, string>> = {
  service_started: "started",
  service_healthy: "healthy",
  service_completed_successfully: "completed",
};

/** What the helper copies out of the folder that is mounted into it. */
function inputsOf(
  volumes: readonly Values[],
  files: Readonly<Record<string, string>>,
): Record<string, string> {
  const bind = volumes.find(({ type }) => type === "bind");
  if (!bind) return {};
  const folder = `${String(bind["source"]).replace(/^\.\//, "")}/`;
  return Object.fromEntries(
    Object.entries(files)
      .filter(([file]) => file.startsWith(folder))
      .map(([file, text]) => [`${CONFIG}/${file.slice(folder.length)}`, text]),
  );
}

/** Which secrets a compose file hands to each container as variables. */
export const secretsOfCompose = (
  files: Readonly<Record<string, string>>,
): Record<string, string[]> => {
  const { services } = parse(files["compose.yaml"] ?? "") as {
    services: Readonly<Record<string, Values>>;
  };
  return Object.fromEntries(
    Object.values(services).map((one) => [
      String(one["container_name"]),
      Object.values(values(one["environment"])).filter(isSecret) as string[],
    ]),
  );
};

const isSecret = (text: unknown): boolean => /^\$\{SECRET_[A-Z0-9_]+:\?/.test(String(text));

/** As compose reads it: `$$` is one `$`. A single one would be filled in. */
function single(value: unknown): unknown {
  if (typeof value === "string") {
    if (/(^|[^$])\$(\$\$)*([^$]|$)/.test(value)) throw new Error(`a single $ in ${value}`);
    return value.replaceAll("$$", "$");
  }
  if (Array.isArray(value)) return value.map(single);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, single(inner)]));
}

const mountText = (source: unknown, target: unknown, readOnly: unknown): string =>
  `${String(source)} at ${String(target)}${readOnly === true ? ", read-only" : ""}`;
const portText = (ip: unknown, external: unknown, internal: unknown, protocol: unknown): string =>
  `${String(ip)}:${String(external)}:${String(internal)}/${String(protocol)}`;
const list = (value: unknown): readonly Values[] => (value ?? []) as readonly Values[];
const values = (value: unknown): Values => (value ?? {}) as Values;
