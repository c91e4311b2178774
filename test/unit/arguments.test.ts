import { describe, expect, test } from "vitest";
import { readOptions } from "../../cli/arguments.ts";

const RULES = {
  stack: { kind: "text", fallback: "local" },
  rate: { kind: "number", fallback: 60, min: 1, max: 6000 },
  alerts: { kind: "switch" },
} as const;
const read = (...args: string[]) => readOptions("demo", args, RULES);

describe("options of a command", () => {
  test("have their defaults", () => {
    expect(read()).toEqual({ stack: "local", rate: 60, alerts: false });
  });

  test("are read in both spellings", () => {
    expect(read("--stack", "prod", "--rate=120", "--alerts")).toEqual({
      stack: "prod",
      rate: 120,
      alerts: true,
    });
  });

  test("that nobody knows are all reported at once, with the nearest known one", () => {
    expect(() => read("now", "--rat", "5", "--stak=x")).toThrow(
      [
        "demo now: this command takes options only",
        '  Fix: leave "now" out',
        "demo --rat: unknown option",
        "  Fix: did you mean --rate?",
        "demo --stak: unknown option",
        "  Fix: did you mean --stack?",
      ].join("\n"),
    );
  });

  test.each([
    [["--rate", "fast"], 'demo --rate: "fast" is no number from 1 to 6000\n  Fix: for example 60'],
    [["--rate=0"], 'demo --rate: "0" is no number from 1 to 6000\n  Fix: for example 60'],
    [["--rate="], "demo --rate: it needs a value\n  Fix: add one, such as 60"],
    [["--stack"], "demo --stack: it needs a value\n  Fix: add one, such as local"],
    [["--alerts=no"], "demo --alerts: it takes no value\n  Fix: give only its name"],
  ])("with an impossible value say what is possible: %s", (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });
});
