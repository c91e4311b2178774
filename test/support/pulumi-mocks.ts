import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import { isRpcSecret } from "@pulumi/pulumi/runtime/rpc.js";
import { vi } from "vitest";

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
    const newResource = ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => ({
      id: `${name}-id`,
      state: { ...(inputs as Record<string, unknown>), ...madeUp(type, name) },
    });
    // A key that may everything.
    const call = () => ({ problems: [] });
    await pulumi.runtime.setMocks({ newResource, call }, "agentobs", "test");
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

/** Stands in every secret that a provider makes up. */
export const MADE_UP = "made-up";

/** What a provider answers besides what it was told: the same each time. */
function madeUp(type: string, name: string): Record<string, unknown> {
  const text = `${MADE_UP} ${name}`;
  if (type.startsWith("random:")) return { result: text, hex: text, base64: text };
  if (type === "tls:index/privateKey:PrivateKey")
    return { privateKeyPem: text, privateKeyPemPkcs8: text };
  return type.startsWith("tls:")
    ? { certPem: `certificate of ${name}`, certRequestPem: `request of ${name}` }
    : {};
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
