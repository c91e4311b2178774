import type { SettingsInput } from "../../stacks/settings.ts";

/** What a preset can't know by itself, by preset: whoever uses it says so in the stack file. */
const NEEDED: Readonly<Record<string, Partial<SettingsInput>>> = {
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
  honeycomb: { secrets: { "honeycomb-key": "ingest", "honeycomb-configuration-key": "configure" } },
};

/** What an operator adds to a preset, so that it can be planned: with values that nobody has. */
export const ownOf = (preset: string): Partial<SettingsInput> => NEEDED[preset] ?? {};

/** Settings with which a preset works. */
export const settingsOf = (preset: string): Readonly<Record<string, unknown>> => ({
  preset,
  ...ownOf(preset),
});
