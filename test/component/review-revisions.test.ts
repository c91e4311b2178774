import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { PROJECT } from "../../cli/stack-file.ts";
import { documentIn } from "../support/review.ts";
import { reviews } from "../support/run-review.ts";

const { home, temporary, review } = reviews();

const LIST = "dashboards/list.ts";
/** Every dashboard of the kit, and one more. */
const WITH_ONE_MORE = `
import { METRICS } from "../components/core/metrics.ts";
import { increase, sumBy } from "../components/core/promql.ts";
import { dashboards as kit } from "./kit-list.ts";

const runs = {
  kind: "stat",
  title: "Runs of the test",
  description: "How many?",
  unit: "runs",
  noValue: "none",
  width: 4,
  queries: [{ query: sumBy([], increase(METRICS.runs, "range")), legend: "runs" }],
  limits: "none",
};

export function dashboards(plan) {
  const rows = [{ title: "At a glance", panels: [runs] }];
  return [...kit(plan), { name: "extra", title: "Extra", description: "More?", rows }];
}
`;

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
    // A dashboard of the test's own: whatever happens to the kit's, this is what differs.
    renameSync(join(project, LIST), join(project, "dashboards/kit-list.ts"));
    writeFileSync(join(project, LIST), WITH_ONE_MORE);
    commit("first");
    edit(LIST, 'title: "Runs of the test"', 'title: "Runs of this test"');
    commit("second");
    writeFileSync(join(project, LIST), "export const nothing = 1;\n");
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
    expect(named).toEqual(["  ~ Extra › Runs of this test: title"]);
    const { changes } = documentIn(html());
    const [dashboard] = changes?.dashboards ?? [];
    expect(dashboard?.panels.map(({ before, after }) => [before?.title, after?.title])).toEqual([
      ["Runs of the test", "Runs of this test"],
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
    const rule = changes?.rules.find(({ after }) => after?.name === "AgentLatencyP99High");
    expect([rule?.before?.limit.value, rule?.after?.limit.value]).toEqual([30, 17]);
    expect(rule?.before?.firing).not.toEqual(rule?.after?.firing);
  });

  test("one that can't be read, or that nobody knows, is named with what to do", async () => {
    const broken = await review(project, "--demo", "--before", "broken");
    expect(broken.code).toBe(1);
    expect(broken.output).toMatch(/make review, broken \(\w+\): .* can't be read: .*dashboards/);
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
