import { VERIFY_AGENT } from "../../components/core/names.ts";
import type { Endpoints } from "../endpoints.ts";
import type { Member } from "../traffic/crew.ts";
import type { Failure, ModelCall, RootScript, ToolCall } from "../traffic/script.ts";
import type { Canaries } from "./canaries.ts";

/** Sends over HTTP, in the words of an application that writes its spans by hand. */
export const HTTP_MEMBER = "agentobs-verify";
/** Sends over gRPC, in the current conventions; its work comes through a queue. */
export const GRPC_MEMBER = "agentobs-verify-worker";

/** Longer than tasks may be, so that a key lies across the cut: cut first, redacted too late. */
const BEFORE_THE_CUT = 92;
/** How many tasks of the marked run are that long. */
export const LONG_TASKS = 2;

export function verifyMembers(endpoints: Endpoints): Member[] {
  const http = {
    protocol: "http/protobuf",
    url: endpoints.otlpHttpUrl,
    fromEnvironment: false,
  } as const;
  const grpc = { protocol: "grpc", url: endpoints.otlpGrpcUrl, fromEnvironment: false } as const;
  const agent = VERIFY_AGENT;
  return [
    { name: HTTP_MEMBER, agent, service: HTTP_MEMBER, dialect: "older", target: http, logs: http },
    { name: GRPC_MEMBER, agent, service: GRPC_MEMBER, dialect: "current", target: grpc },
  ];
}

/**
 * The run that verify sends: what each derived metric counts happens at least once, with values that
 * fall between bucket bounds, and canaries wherever SDKs put content.
 */
export function markedRun(id: string, canaries: Canaries): RootScript {
  const { prompt, apiKey, email } = canaries;
  const leak = `${prompt.text}, ${apiKey.text}, ${email.text}`;
  const content = { system: leak, prompt: leak, answer: leak };
  const small = {
    kind: "model",
    operation: "chat",
    model: "gpt-4o-mini",
    provider: "openai",
    content,
  } as const;
  const calls: ModelCall[] = [
    { ...small, seconds: 1.2, usage: { input: 1200, output: 80, cacheRead: 1000 } },
    { ...small, seconds: 0.8, firstChunkSeconds: 0.2, usage: { input: 9000, output: 300 } },
    { ...small, seconds: 0.3 },
  ];
  const remote: ModelCall = {
    ...small,
    model: "claude-sonnet-4-5",
    provider: "anthropic",
    seconds: 2.2,
    usage: { input: 4000, output: 220, cacheRead: 2000, cacheWrite: 500, reasoning: 100 },
  };
  const tool = (name: string, seconds: number, failure?: Failure): ToolCall => ({
    kind: "tool",
    name,
    seconds,
    arguments: leak,
    result: leak,
    failure,
  });
  const refused = { type: "VerifyError", message: `refused: ${leak}` };
  const task = `${email.text} `.padEnd(BEFORE_THE_CUT, ".");
  const run = { agent: VERIFY_AGENT, task: `${task} ${apiKey.text} and more` };
  return {
    scenario: "verify",
    baggage: { "session.id": id },
    run: {
      ...run,
      member: HTTP_MEMBER,
      iterations: 3,
      steps: [
        ...calls,
        tool("verify_lookup", 0.2),
        tool("verify_store", 0.4, refused),
        {
          kind: "delegate",
          via: "queue",
          run: {
            ...run,
            member: GRPC_MEMBER,
            iterations: 1,
            steps: [remote, tool("verify_lookup", 0.3)],
          },
        },
      ],
    },
  };
}
