import { parse } from "yaml";
import { type Form, type Forms, list, mountText, type Values, values } from "./forms.ts";

const CONFIG = "/etc/agentobs";

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
        String(one["name"]),
        {
          driver: one["driver"],
          internal: one["internal"],
          labels: one["labels"],
        },
      ]),
    ),
    volumes: Object.fromEntries(
      Object.values(content["volumes"] as Readonly<Record<string, Values>>).map((one) => [
        String(one["name"]),
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
