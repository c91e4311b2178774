import type { Failure, ModelCall, RunScript, Step, ToolCall, Usage } from "../traffic/script.ts";
import { AGENTS, type AgentName, type CastAgent, type CastModel, MODELS } from "./cast.ts";
import type { Random } from "./random.ts";
import { SECRETS } from "./secrets.ts";

/** Builds the parts of one run from its random numbers. */
export class Parts {
  readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  /** One turn with the agent's model; `input` grows over a conversation as its history does. */
  chat(agent: AgentName, input: number, change: Partial<ModelCall> = {}): ModelCall {
    const { model, system }: CastAgent = AGENTS[agent];
    const seconds = this.random.seconds(...model.seconds);
    const usage: Usage = { input, output: this.random.integer(60, 900) };
    return {
      kind: "model",
      operation: "chat",
      ...named(model),
      seconds,
      usage,
      content: { system, prompt: `A customer asks: ${SECRETS.question}`, answer: SECRETS.answer },
      ...change,
    };
  }

  /** A streamed answer: the first chunk comes long before the last. */
  streamed(agent: AgentName, input: number): ModelCall {
    const call = this.chat(agent, input);
    const firstChunkSeconds = Math.round(call.seconds * this.random.integer(150, 400)) / 1000;
    return { ...call, firstChunkSeconds };
  }

  /** A turn whose history the provider has cached: most of the input is read from there. */
  cached(agent: AgentName, input: number): ModelCall {
    const usage = {
      input,
      output: this.random.integer(80, 600),
      cacheRead: Math.floor(input * 0.8),
      cacheWrite: Math.floor(input * 0.05),
    };
    return this.chat(agent, input, { usage });
  }

  embedding(): ModelCall {
    const { embedder } = MODELS;
    return {
      kind: "model",
      operation: "embeddings",
      ...named(embedder),
      seconds: this.random.seconds(...embedder.seconds),
      usage: { input: this.random.integer(40, 900), output: 0 },
      content: { system: "", prompt: SECRETS.document, answer: "" },
    };
  }

  /** A call that the provider refuses or that takes too long: no usage, and content in the error. */
  failing(agent: AgentName, failure: keyof typeof MODEL_FAILURES): ModelCall {
    const seconds = failure === "TimeoutError" ? 30 : this.random.seconds(0.1, 0.4);
    const message = MODEL_FAILURES[failure];
    return this.chat(agent, 0, { seconds, usage: undefined, failure: { type: failure, message } });
  }

  tool(name: string, failure?: Failure): ToolCall {
    return {
      kind: "tool",
      name,
      seconds: failure ? this.random.seconds(1, 6) : this.random.seconds(0.02, 1.5),
      arguments: JSON.stringify({ customer: SECRETS.email, query: SECRETS.question }),
      result: JSON.stringify({ text: SECRETS.document, contact: SECRETS.secondEmail }),
      failure,
    };
  }

  run(agent: AgentName, iterations: number, steps: readonly Step[], failure?: Failure): RunScript {
    const task = `${this.random.pick(TASKS)} for ${SECRETS.email}`;
    return { agent, task, iterations, steps, failure };
  }
}

const MODEL_FAILURES = {
  RateLimitError: `429 too many requests for key ${SECRETS.apiKey}`,
  TimeoutError: `no answer within 30 s to "${SECRETS.question}"`,
} as const;

const TASKS = [
  "Answer the question about a double charge",
  "Compare three suppliers of recycled paper and name the cheapest one that delivers within a week",
  "Draft the weekly newsletter",
  "Fix the failing date parser",
  "Find out where the parcel is",
] as const;

function named({ model, provider }: CastModel): { model: string; provider: string } {
  return { model, provider };
}
