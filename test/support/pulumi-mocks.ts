import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import { isRpcSecret } from "@pulumi/pulumi/runtime/rpc.js";
import { vi } from "vitest";
import { bare, StackState } from "./registered.ts";
import { ANSWERS } from "./tls-provider.ts";

/** A resource as the program registers it with the engine. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  /** Secrets are shown as `[secret]`. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Names of what it waits for, each behind its kind: `Namespace agentobs`. */
  readonly dependsOn: readonly string[];
  /** Name of its component. */
  readonly parent: string;
  readonly provider: string;
  readonly retainOnDelete: boolean;
  readonly createSeconds: number | undefined;
}

/** What is read of the engine's message. https://github.com/pulumi/pulumi/blob/master/proto/pulumi/resource.proto */
interface Request {
  getType(): string;
  getName(): string;
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
  getDependenciesList(): string[];
  getParent(): string;
  getProvider(): string;
  getRetainondelete(): boolean;
  getCustomtimeouts(): { getCreate(): string } | undefined;
}

export interface Run {
  readonly resources: readonly Registered[];
  /** What the program's module exports. */
  readonly exports?: unknown;
  /** What it threw instead. */
  readonly error?: unknown;
}

/**
 * Runs a program against mocks that answer like a cluster, and waits until all is registered.
 *
 * @param config flat, as Pulumi hands it over: `agentobs:preset`
 * @param secretKeys of the configuration that hold secrets
 */
export async function runWithMocks(
  config: Readonly<Record<string, string>>,
  program: () => Promise<unknown>,
  secretKeys: readonly string[] = [],
): Promise<Run> {
  const register = vi.spyOn(MockMonitor.prototype, "registerResource");
  try {
    const newResource = async ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => ({
      id: `${name}-id`,
      state: await answered(`${type} ${name}`, type, inputs as Record<string, unknown>),
    });
    await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "agentobs", "test");
    pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);
    const outcome = await program().then(
      (exports) => ({ exports }),
      (error: unknown) => ({ error }),
    );
    await pulumi.runtime.disconnect();
    const resources = register.mock.calls.map((call) => registered(call[0] as Request));
    return { resources, ...outcome };
  } finally {
    register.mockRestore();
  }
}

/** Runs follow each other as those of one stack: what was made once stays as it is. */
const STATE = new StackState();

/** A provider answers with what it was told, and what it made up itself. */
async function answered(id: string, type: string, inputs: Record<string, unknown>) {
  const plain = Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [key, bare(value)]),
  );
  const answer = ANSWERS[type];
  return answer ? { ...plain, ...(await STATE.of(id, plain, answer)) } : inputs;
}

function registered(request: Request): Registered {
  const timeout = request.getCustomtimeouts()?.getCreate();
  return {
    type: request.getType(),
    name: request.getName(),
    inputs: revealed(request.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>,
    dependsOn: request.getDependenciesList().map(shortName).sort(),
    parent: nameIn(request.getParent()),
    provider: nameIn(request.getProvider().replace(/::[^:]*$/, "")),
    retainOnDelete: request.getRetainondelete(),
    createSeconds: timeout ? Number(/^(\d+)s$/.exec(timeout)?.[1]) : undefined,
  };
}

const nameIn = (urn: string): string => urn.split("::").at(-1) ?? "";

/** `Namespace agentobs` of a URN. */
function shortName(urn: string): string {
  const type = urn.split("::").at(-2) ?? "";
  return `${type.split(":").at(-1) ?? ""} ${nameIn(urn)}`;
}

function revealed(value: unknown): unknown {
  if (isRpcSecret(value)) return "[secret]";
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revealed(inner)]));
}
