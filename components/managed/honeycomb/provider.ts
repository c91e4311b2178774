import type { Provider } from "@pulumi/pulumi/provider/provider.js";
import { type Problem, ProblemError } from "../../core/errors.ts";
import { type Properties, reveal } from "../../provider/properties.ts";
import { reporter } from "../../provider/report.ts";
import { serve } from "../../provider/serve.ts";
import { boards } from "./boards.ts";
import { ask, type Connection } from "./client.ts";
import { columns } from "./columns.ts";
import { datasets } from "./datasets.ts";
import type { Kind } from "./kind.ts";
import { check, type Context, create, diff, read, remove, update } from "./lifecycle.ts";
import { recipients } from "./recipients.ts";
import { keyProblems } from "./refusals.ts";
import { triggers } from "./triggers.ts";

/** By the last part of the resource's type. */
const KINDS: Readonly<Record<string, unknown>> = {
  Dataset: datasets,
  Column: columns,
  Recipient: recipients,
  Trigger: triggers,
  Board: boards,
};

const interrupted = new AbortController();

/** `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>` */
function contextOf(urn: string): Context {
  const type = urn.split("::")[2]?.split(":").at(-1) ?? "";
  const kind = KINDS[type];
  if (!kind) throw new Error(`unknown resource type ${type}`);
  return { kind: kind as Kind<unknown>, report: reporter(urn), signal: interrupted.signal };
}

/** The Pulumi provider `honeycomb`: what stands in Honeycomb besides the data. */
const provider: Provider = {
  version: "0.1.0",
  check: (urn, _olds, news: Properties) => Promise.resolve(check(contextOf(urn), news)),
  diff: (_id, urn, olds: Properties, news: Properties) =>
    Promise.resolve(diff(contextOf(urn), olds, news)),
  create: (urn, news: Properties) => create(contextOf(urn), news),
  update: (id, urn, olds: Properties, news: Properties) => update(contextOf(urn), id, olds, news),
  read: (id, urn, properties: Properties) => read(contextOf(urn), id, properties),
  delete: (id, urn, properties: Properties) => remove(contextOf(urn), id, properties),
  /** What keeps a key from doing what is asked of it: known before anything of the stack is touched. */
  async invoke(_token, args: Properties) {
    const { endpoint, key, recipients } = reveal(args) as Connection & { recipients: boolean };
    const problems = await authProblems({ endpoint, key }, recipients);
    return { outputs: { problems } };
  },
  async cancel() {
    interrupted.abort();
    return Promise.resolve();
  },
};

async function authProblems(connection: Connection, recipients: boolean): Promise<Problem[]> {
  try {
    const request = { method: "GET", path: "/1/auth" } as const;
    const { body } = await ask(connection, request, interrupted.signal);
    return keyProblems(body, recipients);
  } catch (error) {
    if (error instanceof ProblemError) return [...error.problems];
    throw error;
  }
}

await serve(provider);
