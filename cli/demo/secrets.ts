/**
 * What must never reach a backend. The demo puts these into prompts, answers, tool arguments, status
 * messages, exceptions and log bodies; whoever finds one of them downstream has found a leak.
 *
 * The keys are made up and put together here, so that no scanner takes them for real ones.
 */
export const SECRETS = {
  email: "dana.fox@example.com",
  secondEmail: "r.ortiz@example.org",
  apiKey: ["sk", "proj", "4Zq8vTn2Lw9xKc7Rb3Hf6Yd1"].join("-"),
  accessKey: ["AKIA", "IOSFODNN7EXAMPLE"].join(""),
  question: "why was my invoice of 12 March charged twice to the joint account",
  answer: "the second charge was a deposit for the apartment in Lindenstrasse",
  document: "internal draft: the merger with Northwind closes on the ninth",
} as const;

/** Each secret once, to search for. */
export const SECRET_TEXTS: readonly string[] = Object.values(SECRETS);
