/** What a preset can't know by itself, by preset: whoever uses it says so in the stack file. */
const NEEDED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "grafana-cloud": {
    grafanaCloud: {
      managed: {
        slug: "acmeagents",
        region: "prod-eu-west-2",
        cloudTokenSecret: "grafana-cloud-access",
      },
    },
    secrets: { "grafana-cloud-access": "not a real one", "slack-webhook": "https://slack.test/x" },
    alerts: {
      routes: [
        {
          severities: ["critical", "warning"],
          slack: { urlSecret: "slack-webhook", channel: "#agents" },
        },
      ],
    },
  },
};

/** Settings with which a preset works. */
export const settingsOf = (preset: string): Readonly<Record<string, unknown>> => ({
  preset,
  ...NEEDED[preset],
});
