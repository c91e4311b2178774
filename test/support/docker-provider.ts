import { appendFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { Provider } from "@pulumi/pulumi/provider/provider.js";
import { main } from "@pulumi/pulumi/provider/server.js";
import { type Properties, reveal } from "../../components/provider/properties.ts";
import { ask } from "./docker-api.ts";
import { createContainer, type Container, removeContainer } from "./docker-container.ts";

/**
 * Stands in for Pulumi's provider `docker`, whose plugin can't be had everywhere: what the program
 * declares is made on a real engine, by the same calls of its API, in the same order.
 * https://github.com/kreuzwerker/terraform-provider-docker/blob/master/internal/provider/resource_docker_container_funcs.go
 */
const journal = process.env["AGENTOBS_TEST_JOURNAL"] ?? "";
const note = (what: "+" | "-", urn: string): void => {
  appendFileSync(journal, `${what} ${kindOf(urn)} ${urn.split("::").at(-1) ?? ""}\n`);
};
/** `urn:pulumi:<stack>::<project>::<parent types>$docker:index/container:Container::<name>` */
const kindOf = (urn: string): string => urn.split("::")[2]?.split(":").at(-1) ?? "";

type Outputs = Promise<{ readonly id: string; readonly [output: string]: unknown }>;

const CREATE: Readonly<Record<string, (inputs: Properties) => Outputs>> = {
  Network: async ({ name, internal, options, labels }) => {
    const body = {
      Name: name,
      Internal: internal ?? false,
      Options: options,
      Labels: labelsOf(labels),
      CheckDuplicate: true,
    };
    return { id: String((await ask("POST", "/networks/create", body))["Id"]) };
  },
  Volume: async ({ name, labels }) => {
    await ask("POST", "/volumes/create", { Name: name, Labels: labelsOf(labels) });
    return { id: String(name) };
  },
  RemoteImage: async ({ name }) => {
    const id = String((await ask("GET", `/images/${String(name)}/json`))["Id"]);
    return { id: `${id}${String(name)}`, imageId: id, repoDigest: String(name) };
  },
  Container: (inputs) => createContainer(inputs as unknown as Container),
};

const DELETE: Readonly<Record<string, (id: string, inputs: Properties) => Promise<unknown>>> = {
  Network: (id) => ask("DELETE", `/networks/${id}`),
  Volume: (id) => ask("DELETE", `/volumes/${id}`),
  Container: (id, inputs) => removeContainer(id, inputs as unknown as Container),
};

const labelsOf = (labels: unknown): Record<string, string> =>
  Object.fromEntries(
    ((labels ?? []) as { label: string; value: string }[]).map(({ label, value }) => [
      label,
      value,
    ]),
  );

const provider: Provider = {
  version: "0.0.1",
  check: (_urn, _olds, news: Properties) => Promise.resolve({ inputs: news }),
  diff: (_id, _urn, olds: Properties, news: Properties) => {
    const replaces = Object.keys(news).filter(
      (key) => !isDeepStrictEqual(reveal(olds[key]), reveal(news[key])),
    );
    return Promise.resolve({ changes: replaces.length > 0, replaces, deleteBeforeReplace: true });
  },
  create: async (urn, news: Properties) => {
    note("+", urn);
    const make = CREATE[kindOf(urn)];
    if (!make) throw new Error(`${urn} is nothing of Docker's`);
    const { id, ...made } = await make(reveal(news) as Properties);
    return { id, outs: { ...news, ...made } };
  },
  read: (id, _urn, properties: Properties) => Promise.resolve({ id, props: properties }),
  delete: async (id, urn, properties: Properties) => {
    note("-", urn);
    await DELETE[kindOf(urn)]?.(id, reveal(properties) as Properties);
  },
};

// A CLI that was killed tells nobody.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 1000).unref();
await main(provider, process.argv.slice(2));
