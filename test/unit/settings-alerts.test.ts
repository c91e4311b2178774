import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { ProblemError } from "../../components/core/errors.ts";
import { parseSettings } from "../../stacks/parse.ts";

const FILE = "Pulumi.local.yaml";
const parse = (own: Record<string, unknown>) => parseSettings({ preset: "local", ...own }, FILE);

function problemsOf(own: Record<string, unknown>) {
  try {
    parse(own);
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
  throw new Error("these settings were accepted");
}

const critical = { severities: ["critical"] };
const hook = { webhook: { url: "https://hooks.example/x" } };
const alerts = (own: Record<string, unknown>) => ({ alerts: own });

const mistakes: [title: string, own: Record<string, unknown>, where: string, what: string][] = [
  [
    "a route that names nobody",
    alerts({ routes: [critical] }),
    "alerts.routes.0",
    "names nobody: it needs one of webhook, slack, pagerDuty, email",
  ],
  [
    "a route with two receivers",
    alerts({ routes: [{ ...critical, ...hook, pagerDuty: { routingKeySecret: "key" } }] }),
    "alerts.routes.0",
    "names webhook and pagerDuty: one route tells one receiver",
  ],
  [
    "a Slack address whose secret is unknown",
    alerts({ routes: [{ ...critical, slack: { urlSecret: "slack", channel: "#agents" } }] }),
    "alerts.routes.0.slack.urlSecret",
    'there is no secret "slack"',
  ],
  [
    "a heartbeat whose secret is unknown",
    alerts({ heartbeat: { webhook: { urlSecret: "beat" } } }),
    "alerts.heartbeat.webhook.urlSecret",
    'there is no secret "beat"',
  ],
  [
    "a mail login without a password",
    alerts({
      routes: [
        {
          ...critical,
          email: {
            to: "a@example.com",
            from: "b@example.com",
            smarthost: "smtp.example.com:587",
            username: "b",
          },
        },
      ],
    }),
    "alerts.routes.0.email",
    "a login needs both username and passwordSecret",
  ],
  [
    "a mute time that nobody declared",
    alerts({ routes: [{ ...critical, ...hook, mutedDuring: ["night"] }] }),
    "alerts.routes.0.mutedDuring",
    'there is no mute time "night"',
  ],
  [
    "a mute time over midnight",
    alerts({ muteTimes: [{ name: "night", from: "22:00", until: "06:00" }] }),
    "alerts.muteTimes.0",
    "ends (06:00) before it begins (22:00): a night is two mute times, until 24:00 and from 00:00",
  ],
  [
    "a time zone that doesn't exist",
    alerts({ muteTimes: [{ name: "night", timeZone: "Europe/Atlantis" }] }),
    "alerts.muteTimes.0.timeZone",
    'is "Europe/Atlantis", but must be a time zone such as Europe/Berlin',
  ],
  [
    "a history too short to know what is usual",
    alerts({ cost: { historySeconds: 3600 } }),
    "alerts.cost.historySeconds",
    "3600 s do not hold 24 windows of 3600 s: no surge could ever be seen",
  ],
  [
    "a warning that comes after the emergency",
    alerts({ disk: { warningDays: 2, criticalDays: 7 } }),
    "alerts.disk.criticalDays",
    "7 is not less than warningDays (2): there would be no warning",
  ],
  [
    "an end that is declared twice",
    alerts({
      expiries: [
        { name: "token", expires: "2027-03-31" },
        { name: "token", expires: "2027-04-30" },
      ],
    }),
    "alerts.expiries.1",
    '"token" is there twice',
  ],
  [
    "a date that is none",
    alerts({ expiries: [{ name: "token", expires: "next spring" }] }),
    "alerts.expiries.0.expires",
    'is "next spring", but must be a date such as 2027-03-31',
  ],
  [
    "an agent that may be silent for longer than it is remembered",
    { agents: [{ name: "planner", thresholds: { silentSeconds: 90_000 } }] },
    "agents.0.thresholds.silentSeconds",
    "90000 s is not shorter than alerts.missing.seenWithinSeconds (86400 s): the agent would be forgotten first",
  ],
  [
    "an intermittent agent with a limit for its silence",
    { agents: [{ name: "nightly", intermittent: true, thresholds: { silentSeconds: 60 } }] },
    "agents.0.thresholds.silentSeconds",
    '"nightly" is intermittent: its silence is never an alert',
  ],
];

test.for(mistakes)("%s", ([, own, where, what]) => {
  const secrets = { key: "x" };
  const problems = problemsOf({ secrets, ...own });
  expect(problems.map((problem) => [problem.where, problem.what])).toEqual([
    [`${FILE}: agentobs:${where}`, what],
  ]);
});

test("what a message tells to paste is accepted", () => {
  const pasted = mistakes.flatMap(([title, own]) => {
    const [problem] = problemsOf({ secrets: { key: "x" }, ...own });
    // What a wrong value's message shows is its key alone, not the whole entry of a list.
    const whole = problem.fix.startsWith("agentobs:") && !problem.what.startsWith('is "');
    return whole ? [[title, problem.fix] as const] : [];
  });
  expect(pasted.length).toBeGreaterThan(6);
  const secrets = { key: "x", "team-webhook": "x", "smtp-password": "x" };
  for (const [title, fix] of pasted) {
    // A route's line alone lacks what the operator had already written right.
    if (fix.includes("email")) continue;
    const line = parseYaml(fix.replace("agentobs:", "")) as Record<string, unknown>;
    expect(() => parse({ secrets, ...line }), title).not.toThrow();
  }
});
