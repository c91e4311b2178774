import { expect, test } from "vitest";
import { table } from "../../cli/table.ts";
import { verifyText } from "../../cli/verify/report.ts";

test("columns are as wide as their widest cell, and numbers stand to the right", () => {
  const rows = [
    ["research", "7", "1.5 s"],
    ["a", "12,000", "10.0 s"],
  ];
  expect(`\n${table(["agent", "runs", "mean"], rows)}\n`).toBe(`
agent       runs    mean
────────  ──────  ──────
research       7   1.5 s
a         12,000  10.0 s
`);
});

test("a failed verification names the hop and the difference below its table", () => {
  const text = verifyText({
    runId: "verify-1",
    traceId: "abc",
    ok: false,
    seconds: 12,
    notLooked: [],
    checks: [
      { name: "spans", expected: "11", seen: "11", ok: true, seconds: 1.23, details: [] },
      {
        name: "agent_runs_total",
        expected: "2",
        seen: "0",
        ok: false,
        seconds: 40,
        details: ["agent_runs_total{}: 0 instead of 2"],
        hop: "collector → VictoriaMetrics: the exporter gave up 12 items",
      },
    ],
  });
  expect(text).toBe(`
   check             expected  seen   after
─  ────────────────  ────────  ────  ──────
✓  spans                   11    11   1.2 s
✗  agent_runs_total         2     0  40.0 s

✗ agent_runs_total
    lost: collector → VictoriaMetrics: the exporter gave up 12 items
    agent_runs_total{}: 0 instead of 2
1 of 2 checks failed (run verify-1, trace abc).`);
});

const PASSED = {
  runId: "verify-1",
  traceId: "abc",
  ok: true,
  seconds: 12,
  checks: [{ name: "spans", expected: "11", seen: "11", ok: true, seconds: 1.23, details: [] }],
  notLooked: [
    {
      destination: "archive",
      signals: ["traces", "metrics"] as const,
      because: "nothing can be asked there",
      fix: "look by hand",
    },
  ],
};

test("a destination that nobody looked into is said by name, and again in the last line", () => {
  expect(verifyText(PASSED).split("\n").slice(-3)).toEqual([
    "! NOT LOOKED INTO: archive (traces and metrics), because nothing can be asked there",
    "    fix: look by hand",
    "All 1 checks passed in 12.0 s, but nobody looked into archive (run verify-1, trace abc).",
  ]);
});

test("where no destination could be looked into, nothing is proven", () => {
  expect(
    verifyText({ ...PASSED, ok: false })
      .split("\n")
      .at(-1),
  ).toBe("Nothing is proven: no destination could be looked into (run verify-1, trace abc).");
});
