import { expect, test } from "vitest";
import { onePass } from "../../components/collector/one-pass.ts";

const PATTERNS = [
  "llm[.](?:prompts?|(?:in|out)put_messages)(?:[.].*)?",
  "(?:input|output)[.]value",
  "ai[.](?:toolCall[.](?:args|result)|values?)",
];
const matches = (patterns: readonly string[], key: string): boolean =>
  patterns.some((pattern) => new RegExp(pattern).test(key));

test("what is written out matches what the patterns match, whole, and nothing else", () => {
  const whole = PATTERNS.map((pattern) => `^(?:${pattern})$`);
  const parts = ["llm", "ai", "input", "output", ".", "prompt", "prompts", "_messages", "value"];
  const more = [...parts, "values", "toolCall", "args", "result", "put", "in", "out", "0"];
  const keys = more.flatMap((a) =>
    more.flatMap((b) => more.flatMap((c) => [a + b + c, `${a}.${b}.${c}`, `${a}.${b}${c}`])),
  );
  const found = keys.filter((key) => matches(onePass(PATTERNS), key));
  expect(found).toEqual(keys.filter((key) => matches(whole, key)));
  expect(found.length).toBeGreaterThan(20);
});

test("long lists are shared out to expressions that stay small", () => {
  const many = Array.from({ length: 100 }, (_, index) => `vendor[.]attribute_${index}[.]payload`);
  const expressions = onePass(many);
  expect(expressions.length).toBeGreaterThan(1);
  for (const expression of expressions) expect(expression.length).toBeLessThan(1600);
});
