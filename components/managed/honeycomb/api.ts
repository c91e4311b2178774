/**
 * What the kit says to Honeycomb's API, in its own words.
 * https://api-docs.honeycomb.io/api
 */

/** One of at most 10 on a trigger or board: how the kit knows its own again. */
export interface Tag {
  /** Lower-case letters, at most 32. */
  readonly key: string;
  /** Begins with a lower-case letter; letters, digits, `/` and `-`, at most 128. */
  readonly value: string;
}

/** https://api-docs.honeycomb.io/api/columns */
export interface Column {
  readonly key_name: string;
  readonly type: "string" | "float" | "integer" | "boolean" | "histogram";
  readonly description: string;
}

export interface Filter {
  readonly column: string;
  readonly op: "=" | "!=" | "in" | "not-in" | "exists";
  readonly value?: string | number | boolean | readonly string[];
}

export type CalculationOp =
  | "SUM"
  | "MAX"
  | "P50"
  | "P75"
  | "P80"
  | "P90"
  | "P95"
  | "P99"
  | "P999"
  | "COUNT_DATAPOINTS"
  | "HISTOGRAM_COUNT";

export interface Calculation {
  readonly op: CalculationOp;
  readonly column: string;
  /** By which a formula refers to it. */
  readonly name?: string;
  /** A query whose calculations have names takes its filters here only. */
  readonly filters?: readonly Filter[];
}

/** https://api-docs.honeycomb.io/api/queries */
export interface Query {
  readonly calculations: readonly Calculation[];
  /** In the language of calculated fields, over the names of calculations. */
  readonly formulas?: readonly { readonly name: string; readonly expression: string }[];
  readonly filters?: readonly Filter[];
  readonly breakdowns?: readonly string[];
  readonly havings?: readonly {
    readonly calculate_op: CalculationOp;
    readonly column: string;
    readonly op: ">=" | ">";
    readonly value: number;
  }[];
  /** Seconds. */
  readonly time_range: number;
  /** Seconds of one point: as long as the range, a query over metrics has one value per group. */
  readonly granularity?: number;
}

/** https://api-docs.honeycomb.io/api/triggers */
export interface Trigger {
  readonly name: string;
  readonly description: string;
  readonly disabled: boolean;
  readonly query: Query;
  readonly threshold: {
    readonly op: ">" | "<";
    readonly value: number;
    /** So many checks in a row must cross it, 1 to 5. */
    readonly exceeded_limit: number;
  };
  /** Seconds between two checks: a multiple of 60, from 60 to a day. */
  readonly frequency: number;
  readonly alert_type: "on_change";
  readonly tags: readonly Tag[];
}

/** Who a trigger tells: a recipient of the team, by its id. */
export interface Told {
  readonly id: string;
  readonly details?: { readonly pagerduty_severity: "critical" | "warning" };
}

/** https://api-docs.honeycomb.io/api/recipients */
export type Recipient =
  | { readonly type: "email"; readonly details: { readonly email_address: string } }
  | { readonly type: "slack"; readonly details: { readonly slack_channel: string } }
  | {
      readonly type: "pagerduty";
      readonly details: {
        readonly pagerduty_integration_name: string;
        readonly pagerduty_integration_key: string;
      };
    }
  | {
      readonly type: "webhook";
      readonly details: { readonly webhook_name: string; readonly webhook_url: string };
    };

/** A query on a board, under a name. */
export interface Panel {
  readonly title: string;
  readonly description: string;
  readonly query: Query;
  readonly style: "graph" | "table" | "combo";
  readonly chart: "line" | "stacked" | "stat";
  /** In a grid of 12 columns. */
  readonly position: {
    readonly x_coordinate: number;
    readonly y_coordinate: number;
    readonly width: number;
    readonly height: number;
  };
}

/** https://api-docs.honeycomb.io/api/boards */
export interface Board {
  readonly name: string;
  readonly description: string;
  readonly panels: readonly Panel[];
  readonly tags: readonly Tag[];
}

/** What the API takes at most. */
export const LIMITS = {
  triggerName: 120,
  description: 1023,
  columnName: 255,
  columnDescription: 255,
  boardName: 255,
  boardDescription: 1024,
  annotationName: 320,
  webhookName: 255,
  webhookUrl: 2048,
  pagerDutyKey: 32,
  frequencySeconds: { min: 60, max: 86_400, step: 60 },
  exceeded: 5,
  /** A query covers at most so many times its trigger's frequency, and a day. */
  rangePerFrequency: 4,
  rangeSeconds: 86_400,
} as const;

/** The slug under which a dataset is addressed: https://docs.honeycomb.io/api/tag/Datasets */
export const slugOf = (dataset: string): string =>
  dataset.toLowerCase().replaceAll(/[^a-z0-9_~.]+/g, "-");
