import { MODELS } from "../../components/collector/models.ts";
import type { Failure, RunScript, Step } from "../traffic/script.ts";
import { AGENTS } from "./cast.ts";
import type { Parts } from "./parts.ts";
import { SECRETS } from "./secrets.ts";

/**
 * The situations of the demo and how many of each are in one deck of runs. A deck is shuffled and
 * dealt whole, so that a short demo already shows nearly everything, whatever its seed.
 */
export const DECK = {
  answer: 6,
  delegated: 5,
  desk: 4,
  coding: 3,
  flaky_tool: 3,
  rate_limited: 2,
  timed_out: 1,
  slow: 1,
  loop: 1,
  full_context: 1,
  no_usage: 1,
} as const;
export type ScenarioName = keyof typeof DECK;

export const SCENARIOS: Readonly<Record<ScenarioName, (parts: Parts) => RunScript>> = {
  /** One question, one streamed answer. */
  answer: (p) => p.run("coordinator", 1, [p.streamed("coordinator", p.random.integer(400, 3000))]),

  /** The coordinator asks research over HTTP and queues the writing; a tree over three services. */
  delegated: (p) => {
    const sources = p.random.integer(2, 3);
    const research: Step[] = [p.embedding(), p.chat("research", 2400)];
    for (let i = 1; i <= sources; i++)
      research.push(
        p.tool("web_search"),
        p.tool("fetch_page"),
        p.cached("research", 2400 + 6000 * i),
      );
    const writing = [p.chat("writer", p.random.integer(1500, 4000)), p.tool("save_draft")];
    return p.run("coordinator", 3, [
      p.chat("coordinator", 1200),
      { kind: "delegate", via: "http", run: p.run("research", sources + 1, research) },
      { kind: "delegate", via: "queue", run: p.run("writer", 1, writing) },
      p.streamed("coordinator", 5200),
    ]);
  },

  /** Support looks things up and answers. */
  desk: (p) =>
    p.run("support", 2, [
      p.chat("support", p.random.integer(900, 2500)),
      p.tool("lookup_order"),
      p.tool("search_knowledge_base"),
      p.streamed("support", p.random.integer(3000, 6000)),
    ]),

  /** A coder that reads, changes and tests until it works. */
  coding: (p) => {
    const turns = p.random.integer(3, 6);
    const steps: Step[] = [];
    for (let turn = 1; turn <= turns; turn++)
      steps.push(
        turn === 1 ? p.chat("coder", 9000) : p.cached("coder", 9000 + 4000 * turn),
        p.tool(turn % 2 ? "read_file" : "apply_patch"),
        p.tool("run_tests", turn < turns && p.random.chance(0.15) ? TESTS_FAILED : undefined),
      );
    return p.run("coder", turns, steps);
  },

  /** A tool that fails now and then; the agent apologises, and one time in three gives up. */
  flaky_tool: (p) => {
    const fails = p.random.chance(0.6);
    const gaveUp = fails && p.random.chance(0.33) ? REFUND_FAILED : undefined;
    const steps = [
      p.chat("support", 1800),
      p.tool("issue_refund", fails ? REFUND_FAILED : undefined),
      p.chat("support", 2600),
    ];
    return p.run("support", 2, steps, gaveUp);
  },

  /** Too many requests, then a second try that works. */
  rate_limited: (p) =>
    p.run("coordinator", 2, [
      p.failing("coordinator", "RateLimitError"),
      p.streamed("coordinator", p.random.integer(800, 2000)),
    ]),

  /** The model never answers and the run fails. */
  timed_out: (p) =>
    p.run("writer", 1, [p.failing("writer", "TimeoutError")], {
      type: "TimeoutError",
      message: `gave up on "${SECRETS.question}"`,
    }),

  /** Well over the usual limit of 30 seconds. */
  slow: (p) => slowRun(p, 45),

  loop: (p) => loopingRun(p, 12),

  full_context: (p) => fullContextRun(p, p.random.integer(93, 97)),

  /** A stream that was cut: the provider never said how many tokens it took. */
  no_usage: (p) => p.run("writer", 1, [{ ...p.streamed("writer", 1100), usage: undefined }]),
};

/** A run of research that takes about this long; it waits for a slow source. */
export function slowRun(p: Parts, seconds: number): RunScript {
  const crawl = { ...p.tool("crawl_site"), seconds };
  return p.run("research", 2, [p.chat("research", 2000), crawl, p.cached("research", 9000)]);
}

/** An agent that asks the same thing again and again. */
export function loopingRun(p: Parts, iterations: number): RunScript {
  const steps: Step[] = [];
  for (let i = 0; i < iterations; i++)
    steps.push(p.cached("coder", 4000 + 1500 * i), p.tool("search_code"));
  return p.run("coder", iterations, steps);
}

/** One call whose input takes this share of the model's context window. */
export function fullContextRun(p: Parts, percent: number): RunScript {
  const window = MODELS[AGENTS.research.model.model]?.window ?? 0;
  const input = Math.ceil((window * percent) / 100);
  return p.run("research", 2, [p.tool("read_archive"), p.cached("research", input)]);
}

/** What a failing payment provider says: with the customer and the key in it. */
export const REFUND_FAILED: Failure = {
  type: "PaymentError",
  message: `refund for ${SECRETS.email} refused, key ${SECRETS.apiKey}`,
};

const TESTS_FAILED: Failure = {
  type: "AssertionError",
  message: `expected "${SECRETS.answer}", AWS_ACCESS_KEY_ID=${SECRETS.accessKey}`,
};
