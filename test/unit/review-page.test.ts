import { describe, expect, test } from "vitest";
import { firingOf } from "../../cli/review/answers.ts";
import type { ReviewDocument } from "../../cli/review/document.ts";
import { htmlOf } from "../../cli/review/html.ts";
import { documentIn, drawnDashboard, drawnPanel } from "../support/review.ts";

const RANGE = { startSeconds: 0, endSeconds: 300, stepSeconds: 60 };

const review = (title: string): ReviewDocument => ({
  stack: "local",
  data: { kind: "demo" },
  range: RANGE,
  shown: "working tree",
  dashboards: [drawnDashboard([drawnPanel({ title })])],
  rules: [],
});

describe("the page", () => {
  test("is one file that asks for nothing else", async () => {
    const html = await htmlOf(review("Runs"));
    expect(html).not.toMatch(/<(?:script|link|img|iframe)[^>]+(?:src|href)=/);
    expect(html).not.toMatch(/@import|url\(/);
    expect(html).toContain("Leon Sorokin");
    expect(html).toMatch(/default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'/);
  });

  test("keeps a title that looks like code as the text that it is", async () => {
    const title = `</script><script>alert(1)</script><!-- <script>`;
    const html = await htmlOf(review(title));
    expect(documentIn(html).dashboards[0]?.rows[0]?.panels[0]?.title).toBe(title);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toContain("<!--");
  });

  test("is the same for the same document", async () => {
    expect(await htmlOf(review("Runs"))).toBe(await htmlOf(review("Runs")));
  });
});

describe("a rule fires", () => {
  const firing = (values: readonly (number | null)[], forSeconds: number) =>
    firingOf([{ labels: { agent: "coder" }, values }], forSeconds, RANGE).map(
      ({ fromSeconds, toSeconds }) => [fromSeconds, toSeconds],
    );

  test("as soon as it holds, and until it no longer does", () => {
    expect(firing([null, 1, 1, null, 1, null], 0)).toEqual([
      [60, 120],
      [240, 240],
    ]);
  });

  test("only once it has held for as long as it must", () => {
    expect(firing([1, 1, null, 1, 1, 1], 120)).toEqual([[300, 300]]);
    expect(firing([1, 1, null, null, null, null], 120)).toEqual([]);
  });
});
