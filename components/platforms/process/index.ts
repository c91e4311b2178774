import * as pulumi from "../pulumi.ts";
import { type Program, VERSIONS } from "../../core/versions.ts";
import { startOrder } from "../../start-order.ts";
import type { Located } from "./install.ts";
import type { StackPorts } from "./ports.ts";
import { type ProcessSpec, secretNames } from "./spec.ts";

export interface BinariesArgs {
  readonly stack: string;
  /** Pinned version by tool. */
  readonly tools: Readonly<Record<string, string>>;
  /** Numbers by workload and port, to check that they are free. */
  readonly ports?: StackPorts;
}

/** The programs of a stack: on this machine, or installed by creating this. */
export class Binaries extends pulumi.CustomResource {
  declare readonly programs: pulumi.Output<Readonly<Record<string, Located>>>;

  constructor(name: string, args: BinariesArgs, options?: pulumi.CustomResourceOptions) {
    super("process:index:Binaries", name, { ...args, programs: undefined }, options);
  }
}

export interface ProcessArgs extends ProcessSpec {
  readonly stack: string;
  readonly program: pulumi.Input<Located>;
  /** Value by name of the secret. */
  readonly secrets: pulumi.Input<Readonly<Record<string, string>>>;
  /** Whether its data outlives it. */
  readonly protectData: boolean;
}

/** One background process, running and healthy. */
export class Process extends pulumi.CustomResource {
  declare readonly pid: pulumi.Output<number>;
  /** ISO time. */
  declare readonly startedAt: pulumi.Output<string>;

  constructor(name: string, args: ProcessArgs, options?: pulumi.CustomResourceOptions) {
    super(
      "process:index:Process",
      name,
      { ...args, pid: undefined, startedAt: undefined },
      options,
    );
  }
}

/** Files below the stack's folder, for its owner only: what people and agents take from there. */
class Files extends pulumi.CustomResource {
  constructor(
    name: string,
    args: { readonly stack: string; readonly files: pulumi.Input<Record<string, string>> },
    options?: pulumi.CustomResourceOptions,
  ) {
    super("process:index:Files", name, args, options);
  }
}

/** Creates files by their path below the stack's folder. They go before its programs do. */
export function createFiles(
  stack: string,
  binaries: Binaries,
  files: pulumi.Input<Record<string, string>>,
): void {
  new Files("agents", { stack, files }, { dependsOn: [binaries] });
}

/**
 * Creates the programs of a stack. Every process stands behind them, so that nothing starts when one
 * can't be had, or when a port is taken.
 */
export function createPrograms(
  stack: string,
  programs: readonly Program[],
  ports: StackPorts,
): Binaries {
  const tools = Object.fromEntries(programs.map((program) => [program, pinned(program)]));
  return new Binaries("binaries", { stack, tools, ports });
}

export interface StackArgs {
  readonly stack: string;
  readonly binaries: Binaries;
  readonly specs: readonly ProcessSpec[];
  /** Value by name of the secret. */
  readonly secrets: pulumi.Input<Readonly<Record<string, string>>>;
  /** Those that were made elsewhere: a preview may not know them yet. */
  readonly made?: Readonly<Record<string, pulumi.Output<string>>>;
  readonly protectData: boolean;
}

/** Creates every process behind its peers. Destroying goes the other way round. */
export function createProcesses(args: StackArgs): Process[] {
  const { stack, binaries, specs, protectData } = args;
  const created = new Map<string, Process>();
  for (const spec of startOrder(specs)) {
    const program = binaries.programs.apply((programs) => programOf(spec, programs));
    // A preview starts nothing, so nothing in it has to wait for its peers.
    const after = pulumi.runtime.isDryRun() ? [] : spec.after;
    const peers = after.flatMap((peer) => created.get(peer) ?? []);
    const inputs = { ...spec, stack, program, secrets: secretsOf(spec, args), protectData };
    created.set(spec.name, new Process(spec.name, inputs, { dependsOn: [binaries, ...peers] }));
  }
  return [...created.values()];
}

/** Only its own: another one that changes is no reason to restart it. */
function secretsOf(
  spec: ProcessSpec,
  { secrets, made = {} }: Pick<StackArgs, "secrets" | "made">,
): pulumi.Input<Record<string, string>> {
  const names = new Set(secretNames(spec));
  if (names.size === 0) return {};
  const own = (all: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
  const used = Object.fromEntries(Object.entries(made).filter(([name]) => names.has(name)));
  const settled = pulumi.secret(secrets).apply(own);
  if (Object.keys(used).length === 0) return settled;
  return pulumi.all([settled, pulumi.all(used)]).apply(([own, made]) => ({ ...own, ...made }));
}

/** A downloaded program and one that was built may differ in version: either change installs anew. */
function pinned(tool: Program): string {
  const { released, built } = VERSIONS[tool];
  return `${released}, built: ${built}`;
}

function programOf({ tool }: ProcessSpec, programs: Readonly<Record<string, Located>>): Located {
  const program = programs[tool];
  if (!program) throw new Error(`${tool} is not among the stack's programs`);
  return program;
}
