import { appendFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { Provider } from "@pulumi/pulumi/provider/provider.js";
import { main } from "@pulumi/pulumi/provider/server.js";
import { type Properties, reveal } from "../../components/provider/properties.ts";
import { GRAFANA_ANSWERS } from "./grafana-provider.ts";
import { ANSWERS as MADE } from "./tls-provider.ts";

const ANSWERS = { ...MADE, ...GRAFANA_ANSWERS };

/**
 * Stands in for Pulumi's providers `docker`, `kubernetes`, `random`, `tls` and `grafana`, whose plugins
 * can't be had everywhere. It has no engine, no cluster and no account: it writes down what the engine
 * asks of it, in order, one line each:
 * `+ ConfigMap vmalert-config-0123456789`.
 */
const journal = process.env["AGENTOBS_TEST_JOURNAL"] ?? "";

const note = (what: "+" | "~" | "-", urn: string): void => {
  appendFileSync(journal, `${what} ${typeOf(urn).split(":").at(-1) ?? ""} ${nameOf(urn)}\n`);
};
/** `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>` */
const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";
const nameOf = (urn: string): string => urn.split("::").at(-1) ?? "";

/** What a container that ends says: the one that is to fail does. */
const ended = (urn: string) =>
  typeOf(urn) === "docker:index/container:Container"
    ? { exitCode: nameOf(urn) === process.env["AGENTOBS_TEST_FAILS"] ? 1 : 0 }
    : {};

const provider: Provider = {
  version: "0.0.1",
  check: (_urn, _olds, news: Properties) => Promise.resolve({ inputs: news }),
  diff: (_id, urn, olds: Properties, news: Properties) => {
    const changed = Object.keys(news).filter(
      (key) => !isDeepStrictEqual(reveal(olds[key]), reveal(news[key])),
    );
    // What was made at random once is made anew by nothing but a change of what it is made of, and
    // nearly nothing of a container, a volume or a network can be changed.
    const anew = typeOf(urn) in MADE || typeOf(urn).startsWith("docker:");
    const replaces = anew ? changed : [];
    return Promise.resolve({ changes: changed.length > 0, replaces });
  },
  create: async (urn, news: Properties) => {
    note("+", urn);
    const made = await ANSWERS[typeOf(urn)]?.(reveal(news) as Properties);
    const { id = nameOf(urn), ...outs } = made ?? {};
    return { id: String(id), outs: { ...news, ...outs, ...ended(urn) } };
  },
  update: (_id, urn, olds: Properties, news: Properties) => {
    note("~", urn);
    return Promise.resolve({ outs: { ...olds, ...news } });
  },
  read: (id, _urn, properties: Properties) => Promise.resolve({ id, props: properties }),
  delete: (_id, urn) => {
    note("-", urn);
    return Promise.resolve();
  },
};

// A CLI that was killed tells nobody.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 1000).unref();
await main(provider, process.argv.slice(2));
