import type { MuteTimingArgs } from "@pulumiverse/grafana/alerting/muteTiming.js";
import type { RuleGroupArgs } from "@pulumiverse/grafana/alerting/ruleGroup.js";
import type { DataSourcePlan, EvaluatorPlan, FleetPlan, FolderPlan } from "./plan.ts";

/** In place of a value: the name of the secret that holds it. */
export interface SecretName {
  readonly secret: string;
}

/**
 * Everything that is made in a Grafana, as plain objects in an order in which it may be made. What is
 * secret stands in it by name.
 */
export interface GrafanaObjects {
  readonly folder: FolderPlan;
  readonly dataSources: readonly DataSourceObject[];
  /** The classic JSON model by name of the page. */
  readonly dashboards: Readonly<Record<string, string>>;
  readonly contactPoints: readonly ContactPoint[];
  readonly muteTimings: readonly MuteTimingObject[];
  readonly ruleGroups: readonly RuleGroupObject[];
  readonly slos: readonly SloObject[];
  readonly evaluators: readonly EvaluatorPlan[];
  readonly fleet?: FleetObject | undefined;
}

export interface FleetObject extends Pick<FleetPlan, "name" | "collectors" | "matchers"> {
  /** Configuration in the words of those collectors. */
  readonly contents: string;
}

export interface DataSourceObject extends DataSourcePlan {
  readonly jsonData: object;
}

/** Whoever is told of one severity. */
export interface ContactPoint {
  readonly name: string;
  readonly receivers: readonly ContactReceiver[];
}

/** https://www.pulumi.com/registry/packages/grafana/api-docs/alerting/contactpoint/ */
export type ContactReceiver =
  | {
      readonly type: "webhook";
      readonly url: string | SecretName;
      /** Whether it hears of the end too. */
      readonly resolved: boolean;
    }
  | {
      readonly type: "slack";
      readonly url: SecretName;
      readonly recipient: string;
      readonly title: string;
      readonly text: string;
    }
  | {
      readonly type: "pagerduty";
      readonly integrationKey: SecretName;
      readonly severity: string;
      readonly summary: string;
      readonly details: Readonly<Record<string, string>>;
    }
  | {
      readonly type: "email";
      readonly addresses: readonly string[];
      readonly subject: string;
      readonly message: string;
    };

export type MuteTimingObject = Pick<MuteTimingArgs, "intervals"> & { readonly name: string };
export type RuleGroupObject = Omit<RuleGroupArgs, "name"> & { readonly name: string };

export interface SloObject {
  readonly name: string;
  readonly description: string;
  /** Selectors of counters. */
  readonly good: string;
  readonly all: string;
  readonly metricsUid: string;
  /** 0–1. */
  readonly objective: number;
  readonly days: number;
  readonly alerts: boolean;
}
