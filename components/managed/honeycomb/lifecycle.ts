import type { DiffResult, ReadResult } from "@pulumi/pulumi/provider/provider.js";
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import {
  type Checked,
  type Created,
  failures,
  isUnknown,
  type Properties,
  type Report,
  reveal,
  sorted,
} from "../../provider/properties.ts";
import { ask, type Connection } from "./client.ts";
import type { Ask, Kind, Memory } from "./kind.ts";

/** What every resource is made from: where Honeycomb is, the key (a secret), and what is wanted. */
interface Inputs extends Connection {
  readonly spec: unknown;
}

/** What the state holds besides the inputs. */
interface Kept extends Inputs {
  /**
   * A digest of each part that the kit decides, of the API's answer after the last change. Answers are
   * compared with answers: however the API writes down what it was sent is no difference.
   */
  readonly answered: Readonly<Record<string, string>>;
  /** It was there before, and not from the kit: it stays when the stack goes. */
  readonly adopted: boolean;
  readonly memory: Memory;
  /** Parts that a refresh found changed by somebody else. */
  readonly drift?: readonly string[];
}

/** One resource in the hands of the provider. */
export interface Context {
  readonly kind: Kind<unknown>;
  readonly report: Report;
  readonly signal: AbortSignal;
}

export function check({ kind }: Context, news: Properties): Checked {
  const problems = isUnknown(news["spec"]) ? [] : kind.problems(inputsOf(news).spec);
  return { inputs: news, failures: failures(...problems) };
}

export function diff({ kind, report }: Context, olds: Properties, news: Properties): DiffResult {
  const { drift = [] } = keptOf(olds);
  if (drift.length > 0) report(`changed by somebody else: ${drift.join(", ")}; will be set again`);
  if (isUnknown(news)) return { changes: true };
  const [before, now] = [inputsOf(olds), inputsOf(news)];
  const other = kind.identity(before.spec) !== kind.identity(now.spec);
  const same = (["endpoint", "key", "spec"] as const).every((key) =>
    isDeepStrictEqual(sorted(before[key]), sorted(now[key])),
  );
  return { changes: other || !same || drift.length > 0, replaces: other ? ["spec"] : [] };
}

/** Takes over what is there already: names are the kit's own, and a second one would be no help. */
export async function create(context: Context, news: Properties): Promise<Created> {
  const { kind, report } = context;
  const { spec } = inputsOf(news);
  const asking = askFor(context, news);
  const found = await kind.find(asking, spec);
  if (!found) {
    const { id, memory = {} } = await kind.create(asking, spec);
    return { id, outs: await outputs(context, id, news, memory, false) };
  }
  const adopted = !found.ours;
  // Of what is never removed nobody need know who made it.
  if (adopted && kind.remove) report("is there already: taken over, and left when the stack goes");
  const memory = (await kind.update(asking, found.id, spec, {})) ?? {};
  return { id: found.id, outs: await outputs(context, found.id, news, memory, adopted) };
}

export async function update(
  context: Context,
  id: string,
  olds: Properties,
  news: Properties,
): Promise<Pick<Created, "outs">> {
  const { adopted, memory } = keptOf(olds);
  const asking = askFor(context, news);
  const after = await context.kind.update(asking, id, inputsOf(news).spec, memory);
  return { outs: await outputs(context, id, news, after ?? memory, adopted) };
}

/** Empty when it is gone, so that the next update makes it again. */
export async function read(
  context: Context,
  id: string,
  properties: Properties,
): Promise<ReadResult> {
  const { kind } = context;
  const body = await kind.read(askFor(context, properties), id, inputsOf(properties).spec);
  if (!body) return {};
  const rest = Object.fromEntries(Object.entries(properties).filter(([key]) => key !== "drift"));
  const now = digests(kind, body);
  const { answered } = keptOf(properties);
  const drift = kind.decides.filter((part) => answered[part] !== now[part]);
  return { id, props: drift.length > 0 ? { ...rest, drift } : rest };
}

export async function remove(context: Context, id: string, properties: Properties): Promise<void> {
  const { kind, report } = context;
  const { adopted, memory } = keptOf(properties);
  if (!kind.remove || adopted) {
    report(adopted ? "was there before the stack: left as it is" : "holds data: left as it is");
    return;
  }
  const asking = askFor(context, properties);
  await kind.remove(asking, id, inputsOf(properties).spec, memory, report);
}

async function outputs(
  context: Context,
  id: string,
  news: Properties,
  memory: Memory,
  adopted: boolean,
): Promise<Properties> {
  const { kind } = context;
  const body = await kind.read(askFor(context, news), id, inputsOf(news).spec);
  return { ...news, answered: digests(kind, body ?? {}), adopted, memory };
}

/** A digest and not the text: a recipient's parts can be secrets. */
function digests({ decides }: Kind<unknown>, body: Properties): Record<string, string> {
  return Object.fromEntries(
    decides.map((part) => {
      const text = JSON.stringify(sorted(body[part] ?? null));
      return [part, createHash("sha256").update(text).digest("hex").slice(0, 16)];
    }),
  );
}

function askFor({ signal }: Context, properties: Properties): Ask {
  const { endpoint, key } = inputsOf(properties);
  return (request) => ask({ endpoint, key }, request, signal);
}

const inputsOf = (properties: Properties): Inputs => reveal(properties) as Inputs;

function keptOf(properties: Properties): Kept {
  const kept = reveal(properties) as Partial<Kept>;
  return { answered: {}, adopted: false, memory: {}, ...kept } as Kept;
}
