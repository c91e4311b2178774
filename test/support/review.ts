import type {
  DrawnDashboard,
  DrawnPanel,
  DrawnRule,
  ReviewDocument,
} from "../../cli/review/document.ts";

/** A panel to compare, with what a test says of it. */
export function drawnPanel(own: Partial<DrawnPanel> = {}): DrawnPanel {
  return {
    kind: "stat",
    title: "Runs",
    description: "How much did the agents work?",
    unit: "short",
    noValue: "no runs",
    emptyWhenHealthy: false,
    width: 4,
    height: 4,
    steps: [{ from: null, color: "text" }],
    lines: false,
    stacked: false,
    links: [],
    queries: [{ legend: "runs", text: "sum(increase(agent_runs_total[$__range]))" }],
    rows: {},
    columns: {},
    answers: [],
    ...own,
  };
}

/** A dashboard of one row. */
export function drawnDashboard(
  panels: readonly DrawnPanel[],
  own: Partial<DrawnDashboard> = {},
): DrawnDashboard {
  return {
    name: "overview",
    title: "Agents: overview",
    description: "Are the agents well?",
    rows: [{ title: "At a glance", panels }],
    ...own,
  };
}

export function drawnRule(own: Partial<DrawnRule> = {}): DrawnRule {
  return {
    id: "agent-latency-p99-high",
    name: "AgentLatencyP99High",
    severity: "critical",
    question: "",
    query: "p99",
    expression: "p99 > 30",
    limit: { side: "above", value: 30 },
    forSeconds: 120,
    summary: "slow",
    description: "slower than 30 s",
    runbook: "docs/runbooks/AgentLatencyP99High.md",
    measured: [],
    firing: [],
    ...own,
  };
}

/** What a page holds. */
export function documentIn(html: string): ReviewDocument {
  const [, json] = /<script type="application\/json" id="review">(.*?)<\/script>/s.exec(html) ?? [];
  if (!json) throw new Error("the page holds no document");
  return JSON.parse(json) as ReviewDocument;
}
