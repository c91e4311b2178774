import { SELF_METRICS } from "../core/self-metrics.ts";
import { ENVIRONMENT } from "./attributes.ts";
import type { TierContext } from "./context.ts";
import { call, entry, isOneOf, keepOnly, not, set, text } from "./ottl.ts";
import {
  type Exporter,
  forwardMetrics,
  type NonEmpty,
  type Processor,
  type Receiver,
  type Wired,
} from "./pipeline.ts";
import type { CollectorPlan } from "./plan.ts";
import { transform } from "./transform.ts";

interface Own {
  /** The workload, which is the label `job` of everything that it reports. */
  readonly job: "collector" | "sampler";
  readonly context: TierContext;
  readonly limit: Processor<"limit">;
  readonly exporters: NonEmpty<Exporter>;
}

/**
 * What the collector counts about itself, from itself to the destinations of the metrics, where
 * nobody scrapes it. It has a way in of its own that only the process can reach: the agents' asks for
 * their credentials and bounds what they send.
 */
export function sendOwnMetrics({ ownMetrics, environment }: CollectorPlan, own: Own): Wired[] {
  if (!ownMetrics) return [];
  const { job, context, limit, exporters } = own;
  const receiver: Receiver = {
    kind: "receivers",
    type: "otlp",
    name: "own",
    config: { protocols: { grpc: { endpoint: context.loopback("ownMetrics") } } },
  };
  const processors = [limit, readMetricsOnly, asScraped(job, environment)] as const;
  return [forwardMetrics({ name: "own", receiver, processors, exporters })];
}

const READ = Object.values(SELF_METRICS).filter(({ from }) => from === "collector");
const LABELS = [...new Set<string>(READ.flatMap(({ labels }) => labels))];

/** What a panel or a rule reads: a store elsewhere may be paid by the series. */
const readMetricsOnly: Processor<"select"> = {
  kind: "processors",
  role: "select",
  type: "filter",
  name: "own",
  config: {
    error_mode: "ignore",
    metrics: {
      metric: [
        not(
          isOneOf(
            "metric.name",
            READ.map(({ prometheus }) => prometheus),
          ),
        ),
      ],
    },
  },
};

/**
 * The names and labels that a scrape gives, in any store: without a unit and as a gauge a name gets no
 * suffix, and what is a label of the point is the same label everywhere. A scrape names the address of
 * a replica as its `instance`; here it is the replica's own name.
 */
function asScraped(job: string, environment: string): Processor<"shape"> {
  const point = (key: string): string => entry("datapoint.attributes", key);
  return transform("own", {
    metrics: [
      {
        statements: [
          call("convert_sum_to_gauge()", "metric.type == METRIC_DATA_TYPE_SUM"),
          set("metric.unit", text("")),
        ],
      },
      {
        statements: [
          // A destination's address is nobody else's business.
          keepOnly("datapoint.attributes", LABELS),
          set(point("job"), text(job)),
          set(point("instance"), entry("resource.attributes", "service.instance.id")),
          set(point(ENVIRONMENT), text(environment)),
        ],
      },
      {
        statements: [
          keepOnly("resource.attributes", []),
          keepOnly("scope.attributes", []),
          set("scope.name", text("")),
          set("scope.version", text("")),
        ],
      },
    ],
  });
}
