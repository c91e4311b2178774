import { expect, test } from "vitest";
import { parseSettings } from "../../stacks/parse.ts";
import { patternProblems } from "../../stacks/own-patterns.ts";

const whatOf = (pattern: string): string | undefined => patternProblems([pattern])[0]?.what;

test.for([
  ["EMP-(?=[0-9])", "looks around"],
  ["(?<!x)EMP", "looks around"],
  ["(?<=id )EMP", "looks around"],
  ["(EMP)-\\1", "refers back to a group"],
  ["(?<a>EMP)\\k<a>", "refers back to a group"],
  ["(?>EMP)", "atomic group"],
  ["EMP[0-9]++", "possessive quantifier"],
  ["\\u00e9MP", "escape that RE2 lacks"],
  ["E{1001}", "more than 1000 times"],
  ["EMP-[0-9", "is no regular expression"],
  ["EMP-(", "is no regular expression"],
  ["(EMP)*", "matches the empty text"],
  ["(?i)x?", "matches the empty text"],
  ["EMP|", "matches the empty text"],
  ["\\b", "matches the empty text"],
  ["^", "matches the empty text"],
] as const)("%s is refused: %s", ([pattern, what]) => {
  expect(whatOf(pattern)).toContain(what);
});

test.for([
  "EMP-[0-9]{6}",
  "(?i)customer[ _-]?[0-9]+",
  "(?P<id>EMP-[0-9]+)",
  "\\bK-[[:alnum:]]{8}\\b",
  "price [(]?=[)]",
  "a\\(\\?=b",
  "[(?=]x",
  "\\\\1st",
  "[*+]+x",
  "\\x{00E9}MP",
  "\\p{Lu}{3}-[0-9]{3}",
  "[^\\]]+\\]EMP",
  "\\AEMP",
])("%s is accepted, because RE2 takes it", (pattern) => {
  expect(whatOf(pattern)).toBeUndefined();
});

test("a refused pattern names its place and what to write instead", () => {
  const own = { preset: "local", content: { patterns: ["EMP-[0-9]{6}", "(EMP)-\\1", ""] } };
  expect(() => parseSettings(own, "Pulumi.local.yaml")).toThrow(/patterns[.]2.*Fix:/s);
  const patterns = ["EMP-[0-9]{6}", "(EMP)-\\1"];
  expect(() =>
    parseSettings({ preset: "local", content: { patterns } }, "Pulumi.local.yaml"),
  ).toThrow(
    'Pulumi.local.yaml: agentobs:content.patterns.1: "(EMP)-\\\\1" refers back to a group, which RE2 can\'t\n  Fix: write the repeated part twice',
  );
});
