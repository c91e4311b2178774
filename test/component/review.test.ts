import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReviewDocument } from "../../cli/review/document.ts";
import { PROJECT } from "../../cli/stack-file.ts";
import { documentIn } from "../support/review.ts";
import { samplesOfEveryMetric } from "../support/samples.ts";
import { startStore } from "../support/victoria-metrics.ts";

const home = mkdtempSync(join(tmpdir(), "agentobs-review-test-"));
/** Where a review puts its temporary files: empty when it is over. */
const temporary = join(home, "tmp");
mkdirSync(temporary);
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

interface Run {
  readonly code: number | null;
  readonly output: string;
  readonly html: () => string;
}

let runs = 0;

/** Runs `make review` of a checkout, without make. */
function review(project: string, ...args: readonly string[]): Promise<Run> {
  const out = join(home, `review-${(runs += 1)}.html`);
  const child = spawn(process.execPath, ["cli/review.ts", "--out", out, ...args], {
    cwd: project,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code, output, html: () => readFileSync(out, "utf8") });
    });
  });
}

const panelsOf = ({ dashboards }: ReviewDocument) =>
  dashboards.flatMap(({ name, rows }) =>
    rows.flatMap(({ panels }) => panels.map((panel) => ({ name, panel }))),
  );

describe("a review on demo data", () => {
  let html: string;
  let drawn: ReviewDocument;
  beforeAll(async () => {
    const { code, output, html: read } = await review(PROJECT, "--demo");
    expect(output).toContain("drawn from demo data");
    expect(code).toBe(0);
    html = read();
    drawn = documentIn(html);
  });

  test("fills every query of every panel, unless empty is healthy", () => {
    const empty = panelsOf(drawn).flatMap(({ name, panel }) =>
      panel.emptyWhenHealthy
        ? []
        : panel.queries
            .filter((_, index) => !panel.answers[index]?.length)
            .map(({ text }) => `${name}: ${panel.title}: ${text}`),
    );
    expect(empty).toEqual([]);
    expect(panelsOf(drawn).length).toBeGreaterThan(30);
  });

  test("has a number in every series", () => {
    for (const { panel } of panelsOf(drawn))
      for (const { values } of panel.answers.flat())
        expect(
          values.some((value) => value !== null),
          panel.title,
        ).toBe(true);
  });

  test("counts a run once, however the panel counts", () => {
    const find = (title: string) => panelsOf(drawn).find(({ panel }) => panel.title === title);
    const all = find("Runs")?.panel.answers[0]?.[0]?.values[0] ?? 0;
    const byAgent = (find("Agents")?.panel.answers[0] ?? []).map(({ values }) => values[0] ?? 0);
    expect(byAgent.length).toBeGreaterThan(4);
    const sum = byAgent.reduce((total, value) => total + value, 0);
    expect(sum).toBe(all);
    expect(all).toBeGreaterThan(5000);
  });

  test("shows a day on which each of the agents' alerts fires and ends, and one that goes on", () => {
    const { endSeconds } = drawn.range;
    const fired = drawn.rules.filter(({ firing }) => firing.length > 0).map(({ name }) => name);
    expect(fired).toEqual(
      expect.arrayContaining([
        "AgentLoopIterationsHigh",
        "AgentToolFailureSpike",
        "AgentTokenBudgetExceeded",
        "AgentLatencyP99High",
        "AgentTracesMissing",
      ]),
    );
    const goesOn = drawn.rules.filter(({ firing }) =>
      firing.some(({ toSeconds }) => toSeconds === endSeconds),
    );
    expect(goesOn.map(({ name }) => name)).toContain("AgentTracesMissing");
    expect(goesOn.map(({ name }) => name)).not.toContain("AgentToolFailureSpike");
  });

  test("gives the same bytes again, and leaves nothing behind", async () => {
    const again = await review(PROJECT, "--demo");
    expect(again.html() === html).toBe(true);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

test("a review of a running stack draws its data, as far back as they reach", async () => {
  const store = await startStore({});
  try {
    await store.write(samplesOfEveryMetric(Date.now()));
    const http = Number(new URL(store.url).port);
    const file = join(home, "Pulumi.running.yaml");
    const config = { "agentobs:preset": "local", "agentobs:ports": { victoriametrics: { http } } };
    writeFileSync(file, stringify({ config }));
    const { code, output, html } = await review(PROJECT, "--stack", file);
    expect(output).toContain(`drawn from the data of ${store.url}`);
    expect(code).toBe(0);
    const { range, data, ...drawn } = documentIn(html());
    expect(data).toEqual({ kind: "stack", url: store.url });
    expect(range.endSeconds - range.startSeconds).toBe(15 * 60);
    const agents = drawn.dashboards
      .flatMap(({ rows }) => rows.flatMap(({ panels }) => panels))
      .find(({ title }) => title === "Agents");
    expect(agents?.answers[0]?.map(({ labels }) => labels["gen_ai_agent_name"])).toEqual([
      "planner",
    ]);
  } finally {
    await store.stop();
  }
});

describe("two revisions of a repository", () => {
  const project = join(home, "project");
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], {
      cwd: project,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  const commit = (message: string) => {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
    git("tag", message);
  };
  const edit = (file: string, from: string, to: string) => {
    const text = readFileSync(join(project, file), "utf8");
    expect(text).toContain(from);
    writeFileSync(join(project, file), text.replace(from, to));
  };

  beforeAll(() => {
    mkdirSync(project);
    for (const name of ["package.json", ".gitignore", "alerts", "cli", "components"])
      cpSync(join(PROJECT, name), join(project, name), { recursive: true });
    for (const name of ["dashboards", "stacks", "tools"])
      cpSync(join(PROJECT, name), join(project, name), { recursive: true });
    symlinkSync(join(PROJECT, "node_modules"), join(project, "node_modules"));
    git("init", "--quiet", "--initial-branch", "main");
    commit("first");
    edit(
      "dashboards/panels/models.ts",
      'title: "LLM latency p95",',
      'title: "LLM latency p95 now",',
    );
    commit("second");
    writeFileSync(join(project, "dashboards/list.ts"), "export const nothing = 1;\n");
    commit("broken");
    git("checkout", "--quiet", "second");
  });

  test("that differ in one panel: the review names it and nothing else, from both sides", async () => {
    const { code, output, html } = await review(
      project,
      ...["--demo", "--before", "first", "--after", "second"],
    );
    expect(code).toBe(0);
    const named = output.split("\n").filter((line) => /^ {2}[~+-] /.test(line));
    expect(named).toEqual(["  ~ Agents: overview › LLM latency p95 now: title"]);
    const { changes } = documentIn(html());
    const [dashboard] = changes?.dashboards ?? [];
    expect(dashboard?.panels.map(({ before, after }) => [before?.title, after?.title])).toEqual([
      ["LLM latency p95", "LLM latency p95 now"],
    ]);
    const [change] = dashboard?.panels ?? [];
    expect(change?.before?.answers).toEqual(change?.after?.answers);
    expect(changes?.rules).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
    expect(git("status", "--porcelain")).toBe("");
  });

  test("a threshold in the stack file: the working tree is compared, with every bound in the data", async () => {
    const file = "stacks/Pulumi.local.yaml";
    const settings = "  agentobs:alerts: { latency: { p99Seconds: 17 } }\n";
    writeFileSync(join(project, file), readFileSync(join(project, file), "utf8") + settings);
    const { output, html } = await review(project, "--demo", "--before", "second");
    git("checkout", "--quiet", file);
    expect(output).toContain("~ rule AgentLatencyP99High (agent-latency-p99-high): threshold");
    const { changes } = documentIn(html());
    const [rule] = changes?.rules ?? [];
    expect([rule?.before?.limit.value, rule?.after?.limit.value]).toEqual([30, 17]);
    expect(rule?.before?.firing).not.toEqual(rule?.after?.firing);
  });

  test("one that can't be read, or that nobody knows, is named with what to do", async () => {
    const broken = await review(project, "--demo", "--before", "broken");
    expect(broken.code).toBe(1);
    expect(broken.output).toMatch(/make review, broken \(\w+\): .*dashboards\/grafana.ts can't be read/);
    expect(broken.output).toContain("Fix: compare with a later revision");
    const unknown = await review(project, "--before", "nowhere");
    expect(unknown.code).toBe(1);
    expect(unknown.output).toContain("make review, nowhere: git knows no such revision here");
    const alone = await review(project, "--after", "second");
    expect(alone.code).toBe(1);
    expect(alone.output).toContain("Fix: make review BEFORE=main AFTER=second");
    expect(readdirSync(temporary)).toEqual([]);
  });
});
