import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import { isRpcSecret, unwrapRpcSecret } from "@pulumi/pulumi/runtime/rpc.js";
import { vi } from "vitest";
import { GRAFANA_ANSWERS } from "./grafana-provider.ts";

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
  readonly protect: boolean;
  readonly createSeconds: number | undefined;
  readonly deleteBeforeReplace: boolean;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly secretOutputs: readonly string[];
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
  getDeletebeforereplace(): boolean;
  getIgnorechangesList(): string[];
  getReplaceonchangesList(): string[];
  getAdditionalsecretoutputsList(): string[];
  getProtect(): boolean;
  getCustomtimeouts(): { getCreate(): string } | undefined;
}

export interface Run {
  readonly resources: readonly Registered[];
  /** What the program's module exports. */
  readonly exports?: unknown;
  /** What it threw instead. */
  readonly error?: unknown;
  /** The inputs of a resource with its secrets, by kind and name: `Process collector`. */
  readonly reveal: (label: string) => Readonly<Record<string, unknown>>;
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
    const newResource = async ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => {
      const own = inputs as Record<string, unknown>;
      const { id = `${name}-id`, ...known } = (await GRAFANA_ANSWERS[type]?.(own)) ?? {};
      return { id: String(id), state: { ...own, ...madeUp(type, name, own), ...known } };
    };
    // A key that may everything.
    const call = () => ({ problems: [] });
    await pulumi.runtime.setMocks({ newResource, call }, "agentobs", "test");
    pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);
    const outcome = await program().then(
      (exports) => ({ exports }),
      (error: unknown) => ({ error }),
    );
    await pulumi.runtime.disconnect();
    const requests = register.mock.calls.map((call) => call[0] as Request);
    return { resources: requests.map(registered), ...outcome, reveal: revealer(requests) };
  } finally {
    register.mockRestore();
  }
}

/** Stands in every secret that a provider makes up. */
export const MADE_UP = "made-up";

/** What a provider answers besides what it was told: the same each time. */
function madeUp(type: string, name: string, inputs: object): Record<string, unknown> {
  const text = `${MADE_UP} ${name}`;
  // Of one that is to end.
  if (type === "docker:index/container:Container") return { exitCode: 0 };
  if (type === "process:index:Binaries") return { programs: programsOf(inputs) };
  if (type.startsWith("random:")) return { result: text, hex: text, base64: text };
  if (type === "tls:index/privateKey:PrivateKey")
    return { privateKeyPem: text, privateKeyPemPkcs8: text };
  return type.startsWith("tls:")
    ? { certPem: `certificate of ${name}`, certRequestPem: `request of ${name}` }
    : {};
}

const programsOf = ({ tools = {} }: { tools?: object }) =>
  Object.fromEntries(
    Object.keys(tools).map((tool) => [tool, { path: `/bin/${tool}`, version: "1" }]),
  );

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
    deleteBeforeReplace: request.getDeletebeforereplace(),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    secretOutputs: request.getAdditionalsecretoutputsList(),
    protect: request.getProtect(),
    createSeconds: timeout ? Number(/^(\d+)s$/.exec(timeout)?.[1]) : undefined,
  };
}

/** A function, so that nobody who writes a run down writes down its secrets. */
const revealer = (requests: readonly Request[]) => (label: string) => {
  const labelOf = (request: Request) =>
    `${request.getType().split(":").at(-1) ?? ""} ${request.getName()}`;
  const found = requests.find((request) => labelOf(request) === label);
  if (!found) throw new Error(`there is no ${label}`);
  return unwrapped(found.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>;
};

function unwrapped(value: unknown): unknown {
  if (isRpcSecret(value)) return unwrapped(unwrapRpcSecret(value));
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrapped(inner)]));
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
