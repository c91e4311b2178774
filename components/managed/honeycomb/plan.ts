/** Every decision about what stands in Honeycomb besides the data. `stacks/honeycomb-plan.ts` makes it. */
export interface HoneycombPlan {
  /** The API, without a path. */
  readonly endpoint: string;
  /** Name of the secret that holds a configuration key. */
  readonly keySecret: string;
  /** Where the collector sends, and the name of the secret that holds the ingest key. */
  readonly ingestUrl: string;
  readonly ingestKeySecret: string;
  /** Name of the dataset that the metrics go to, and the slug by which it is addressed. */
  readonly dataset: string;
  readonly slug: string;
  readonly environment: string;
  /** What the team's plan allows: https://www.honeycomb.io/pricing */
  readonly maxTriggers: number;
  /** A trigger is looked at this often, or as often as its window allows. */
  readonly frequencySeconds: number;
  readonly recipients: readonly PlannedRecipient[];
  /** Whether the team's plan has the Query Data API. */
  readonly queryData: boolean;
}

/** Somebody who is told, still without the secrets. */
export interface PlannedRecipient {
  /** The resource's name. */
  readonly name: string;
  readonly severities: readonly ("critical" | "warning")[];
  readonly to:
    | { readonly type: "email"; readonly address: string }
    | { readonly type: "slack"; readonly channel: string }
    | { readonly type: "pagerduty"; readonly keySecret: string }
    | { readonly type: "webhook"; readonly url: string }
    | { readonly type: "webhook"; readonly urlSecret: string };
}
