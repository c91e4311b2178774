import type { SettingsInput } from "./settings.ts";

/** A traffic that people recognise theirs in. Sizes follow from any other one in the same way. */
export interface ExampleSize {
  readonly summary: string;
  readonly settings: Pick<SettingsInput, "traffic" | "retention">;
}

/** The only place where the named sizes are said. */
export const EXAMPLE_SIZES = {
  small: {
    summary: "a team's first agents: one run a second, 5 agents",
    settings: {
      traffic: {
        runsPerMinute: 60,
        spansPerRun: 20,
        bytesPerSpan: 1500,
        longestRunSeconds: 180,
        agents: 5,
      },
      retention: { traces: { days: 7 }, metrics: { days: 30 } },
    },
  },
  medium: {
    summary: "several teams: ten runs a second, 20 agents",
    settings: {
      traffic: {
        runsPerMinute: 600,
        spansPerRun: 30,
        bytesPerSpan: 1500,
        longestRunSeconds: 300,
        agents: 20,
      },
      retention: { traces: { days: 7 }, metrics: { days: 90 } },
    },
  },
  large: {
    summary: "a company: a hundred runs a second in the busy half of the day, 100 agents",
    settings: {
      traffic: {
        runsPerMinute: 6000,
        spansPerRun: 30,
        bytesPerSpan: 1500,
        longestRunSeconds: 300,
        busyHoursPerDay: 12,
        agents: 100,
      },
      retention: { traces: { days: 14 }, metrics: { days: 180 } },
    },
  },
} as const satisfies Record<string, ExampleSize>;
