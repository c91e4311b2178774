import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { workloadsOf } from "../../stacks/workloads.ts";

const SECRETS = { hook: "T0P-1", slack: "T0P-2", pager: "T0P-3", mail: "T0P-4" };
const ROUTES = [
  { severities: ["critical"], pagerDuty: { routingKeySecret: "pager" }, repeatSeconds: 600 },
  {
    severities: ["critical", "warning"],
    environments: ["production", "eu.west"],
    labels: { service_name: "shop" },
    mutedDuring: ["weekend"],
    slack: { urlSecret: "slack", channel: "#agents" },
  },
  {
    severities: ["warning"],
    email: {
      to: "team@example.com",
      from: "agentobs@example.com",
      smarthost: "smtp.example.com:587",
      username: "agentobs",
      passwordSecret: "mail",
    },
  },
  { severities: ["warning"], webhook: { urlSecret: "hook" } },
];

interface Config {
  route: { routes: Record<string, unknown>[] } & Record<string, unknown>;
  receivers: ({ name: string } & Record<string, Record<string, unknown>[]>)[];
  inhibit_rules: { source_matchers: string[]; target_matchers: string[]; equal?: string[] }[];
  time_intervals: unknown[];
}

function rendered() {
  const alerts = {
    routes: ROUTES,
    muteTimes: [{ name: "weekend", weekdays: ["saturday", "sunday"], timeZone: "Europe/Berlin" }],
    heartbeat: { webhook: { url: "https://heartbeat.example/x" } },
  };
  const own = { preset: "local", secrets: SECRETS, alerts };
  const plan = planFor(parseSettings(own, "Pulumi.local.yaml"));
  const workload = workloadsOf(plan).find(({ name }) => name === "alertmanager");
  const text = workload?.files["alertmanager.yaml"] ?? "";
  return { text, config: parse(text) as Config, secrets: workload?.secrets ?? [] };
}

describe("receivers", () => {
  const { text, config, secrets } = rendered();
  const receiver = (name: string) => config.receivers.find((each) => each.name === name);

  test("read every secret from a file", () => {
    expect(text).not.toContain("T0P");
    const files = [...text.matchAll(/_file: secrets\/alertmanager\/(\S+)/g)].map(([, f]) => f);
    expect(files.sort()).toEqual(secrets.flatMap((use) => ("file" in use ? use.file : [])).sort());
    expect(files).toHaveLength(4);
  });

  test("are PagerDuty with the alert's severity, Slack, e-mail over TLS, and a webhook", () => {
    expect(receiver("pagerduty-1")?.["pagerduty_configs"]?.[0]).toMatchObject({
      routing_key_file: "secrets/alertmanager/pagerduty-1-key",
      severity: "{{ .CommonLabels.severity }}",
    });
    expect(receiver("slack-2")?.["slack_configs"]?.[0]).toMatchObject({
      api_url_file: "secrets/alertmanager/slack-2-url",
      channel: "#agents",
    });
    expect(receiver("email-3")?.["email_configs"]?.[0]).toMatchObject({
      auth_password_file: "secrets/alertmanager/email-3-password",
      require_tls: true,
    });
    expect(receiver("webhook-4")?.["webhook_configs"]?.[0]).toMatchObject({ send_resolved: true });
  });
});

describe("routes", () => {
  const { config } = rendered();

  test("match severity, environment and labels, and all of them are asked", () => {
    const [heartbeat, pager, slack] = config.route.routes;
    expect(heartbeat).toMatchObject({ receiver: "heartbeat", repeat_interval: "60s" });
    expect(heartbeat).not.toHaveProperty("continue");
    expect(pager).toMatchObject({ continue: true, repeat_interval: "600s" });
    expect(slack?.["matchers"]).toEqual([
      'severity=~"critical|warning"',
      'deployment_environment_name=~"production|eu\\\\.west"',
      'service_name="shop"',
    ]);
  });

  test("stay silent in the mute times that they name", () => {
    expect(config.route.routes[2]?.["mute_time_intervals"]).toEqual(["weekend"]);
    expect(config.time_intervals).toEqual([
      {
        name: "weekend",
        time_intervals: [
          {
            weekdays: ["saturday", "sunday"],
            times: [{ start_time: "00:00", end_time: "24:00" }],
            location: "Europe/Berlin",
          },
        ],
      },
    ]);
  });
});

test("a silent pipeline holds back the silence of each agent, and critical the warning", () => {
  const { inhibit_rules: rules } = rendered().config;
  expect(rules[0]).toEqual({
    source_matchers: ['alertname="PipelineSilent"'],
    target_matchers: ['alertname="AgentTracesMissing"'],
  });
  expect(rules[2]?.equal).toEqual(expect.arrayContaining(["alertname", "gen_ai_agent_name"]));
});
