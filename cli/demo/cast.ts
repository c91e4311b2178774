import type { Dialect } from "../traffic/attributes.ts";

/** A model as the demo calls it; its price and context window are in the collector's own table. */
export interface CastModel {
  readonly model: string;
  readonly provider: string;
  /** Typical seconds of one call. */
  readonly seconds: readonly [from: number, to: number];
}

export const MODELS = {
  planner: { model: "gpt-4o", provider: "openai", seconds: [0.8, 3] },
  small: { model: "gpt-4o-mini", provider: "openai", seconds: [0.3, 1.4] },
  reader: {
    model: "claude-sonnet-4-5",
    provider: "anthropic",
    seconds: [1.2, 4.5],
  },
  desk: {
    model: "gemini-2.5-flash",
    provider: "gcp.gemini",
    seconds: [0.4, 1.8],
  },
  embedder: {
    model: "text-embedding-3-small",
    provider: "openai",
    seconds: [0.05, 0.2],
  },
} as const satisfies Record<string, CastModel>;

export interface CastAgent {
  readonly service: string;
  readonly dialect: Dialect;
  readonly model: CastModel;
  readonly system: string;
}

/** Who plays: each agent runs in a service of its own, as it would in production. */
export const AGENTS = {
  coordinator: {
    service: "assistant-api",
    dialect: "current",
    model: MODELS.planner,
    system: "You plan the work and hand it to specialists.",
  },
  research: {
    service: "research-service",
    dialect: "current",
    model: MODELS.reader,
    system: "You find sources, read them and quote them exactly.",
  },
  writer: {
    service: "writer-service",
    dialect: "older",
    model: MODELS.small,
    system: "You write short and clear texts for customers.",
  },
  coder: {
    service: "coder-service",
    dialect: "current",
    model: MODELS.reader,
    system: "You change code and run its tests until they pass.",
  },
  support: {
    service: "support-service",
    dialect: "older",
    model: MODELS.desk,
    system: "You help customers with orders, invoices and refunds.",
  },
  // Only the alerts mode uses it: one run, then silence.
  nightly_report: {
    service: "reporting-jobs",
    dialect: "current",
    model: MODELS.small,
    system: "You sum up the day in five lines.",
  },
} as const satisfies Record<string, CastAgent>;

export type AgentName = keyof typeof AGENTS;
