/**
 * What an agent does in one run, told before it happens: a tree of plain values. The player turns it
 * into spans, so the same script gives the same traces, times and ids apart.
 */
export interface RootScript {
  /** One word for people: which situation this run shows. */
  readonly scenario: string;
  readonly run: RunScript;
  /** Baggage that travels with the run through every hop. */
  readonly baggage: Readonly<Record<string, string>>;
}

export interface RunScript {
  readonly agent: string;
  /** The member of the crew that plays it, where several share the agent's name. */
  readonly member?: string | undefined;
  /** What was asked of the agent: becomes `agent.task`. */
  readonly task: string;
  /** Turns of the agent's loop. */
  readonly iterations: number;
  readonly steps: readonly Step[];
  readonly failure?: Failure | undefined;
}

export type Step = ModelCall | ToolCall | Delegation;

export interface ModelCall {
  readonly kind: "model";
  readonly operation: "chat" | "embeddings";
  readonly model: string;
  readonly provider: string;
  readonly seconds: number;
  /** Absent where the provider sent none, as happens with cut streams. */
  readonly usage?: Usage | undefined;
  /** Set on streamed calls. */
  readonly firstChunkSeconds?: number | undefined;
  readonly failure?: Failure | undefined;
  readonly content: { readonly system: string; readonly prompt: string; readonly answer: string };
}

/** Tokens. `cacheRead` and `cacheWrite` are parts of `input`, `reasoning` of `output`. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
  readonly reasoning?: number | undefined;
}

export interface ToolCall {
  readonly kind: "tool";
  readonly name: string;
  readonly seconds: number;
  readonly arguments: string;
  readonly result: string;
  readonly failure?: Failure | undefined;
}

/** Another agent's run: over HTTP the caller waits for it, over a queue it does not. */
export interface Delegation {
  readonly kind: "delegate";
  readonly via: "http" | "queue";
  readonly run: RunScript;
}

/** `type` becomes `error.type`; `message` quotes content, as real tools and SDKs do. */
export interface Failure {
  readonly type: string;
  readonly message: string;
}

/** Time that the caller and the network add to a call over HTTP, each way. */
export const HTTP_SECONDS = 0.005;
/** Time to publish a message, and that it lies in the queue. */
export const PUBLISH_SECONDS = 0.003;
export const QUEUED_SECONDS = 0.05;

/** How long the run's own span lasts, and the whole trace with the work that it queued. Seconds. */
export function lengthOf(run: RunScript): { run: number; trace: number } {
  let own = 0;
  let trace = 0;
  for (const step of run.steps) {
    if (step.kind !== "delegate") own += step.seconds;
    else if (step.via === "http") {
      const called = lengthOf(step.run);
      trace = Math.max(trace, own + HTTP_SECONDS + called.trace);
      own += called.run + 2 * HTTP_SECONDS;
    } else {
      own += PUBLISH_SECONDS;
      trace = Math.max(trace, own + QUEUED_SECONDS + lengthOf(step.run).trace);
    }
  }
  return { run: own, trace: Math.max(own, trace) };
}
