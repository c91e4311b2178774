import * as pulumi from "@pulumi/pulumi";
import { isRpcSecret, unwrapRpcSecret } from "@pulumi/pulumi/runtime/rpc.js";

/** What a provider answers for a resource with these inputs, besides the inputs. */
export type Answer = (
  inputs: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;

/** A resource as a program registers it. */
export interface RegisteredResource {
  /** `tls:index/privateKey:PrivateKey ingest-ca-1` */
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Names of the inputs that go to the engine as secrets. */
  readonly secret: readonly string[];
}

/** What runs of one stack leave to the next: a resource with the same inputs is not made anew. */
export class StackState {
  readonly #outputs = new Map<string, Readonly<Record<string, unknown>>>();

  async of(id: string, inputs: RegisteredResource["inputs"], answer: Answer) {
    const key = `${id} ${JSON.stringify(inputs)}`;
    const outputs = this.#outputs.get(key) ?? (await answer(inputs));
    this.#outputs.set(key, outputs);
    return outputs;
  }
}

/** Runs a program against providers that answer from a table, until all is registered and `read`. */
export async function run<T>(
  program: () => T,
  read: (result: T) => pulumi.Output<unknown>,
  answers: Readonly<Record<string, Answer>>,
  state = new StackState(),
) {
  const resources: RegisteredResource[] = [];
  await pulumi.runtime.setMocks({
    newResource: async ({ type, name, inputs }) => {
      const id = `${type} ${name}`;
      const all = Object.entries(inputs as Record<string, unknown>);
      const plain = Object.fromEntries(all.map(([key, value]) => [key, bare(value)]));
      const secret = all.flatMap(([key, value]) => (isRpcSecret(value) ? [key] : []));
      resources.push({ id, inputs: plain, secret });
      const answer = answers[type];
      if (!answer) throw new Error(`nobody answers for ${id}`);
      return { id: `${name}-id`, state: { ...plain, ...(await state.of(id, plain, answer)) } };
    },
    call: () => ({}),
  });
  const output = read(program());
  const value = await new Promise((resolve) => {
    output.apply(resolve);
  });
  await pulumi.runtime.disconnect();
  resources.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { resources, value, isSecret: await pulumi.isSecret(output) };
}

const bare = (value: unknown): unknown => (isRpcSecret(value) ? unwrapRpcSecret(value) : value);
