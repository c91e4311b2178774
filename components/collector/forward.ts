import { ENVIRONMENT, ERROR_TYPE, GEN_AI, SERVICE } from "./attributes.ts";
import { FURTHER_PROVIDERS, PROVIDERS } from "./vocabulary.ts";
import { findModel, keyAt, modelScratch, placeOf } from "./find-model.ts";
import type { ModelTexts } from "./model-texts.ts";
import { resourceDefaults } from "./normalise.ts";
import { copy, drop, entry, isOneOf, keepOnly, matches, not, present, set, text } from "./ottl.ts";
import type { Processor } from "./pipeline.ts";
import { redactResources } from "./redact.ts";
import { transform } from "./transform.ts";

/** Attributes of the conventions' own metrics; all others go. */
const KEPT = [
  GEN_AI.operation,
  GEN_AI.provider,
  GEN_AI.system,
  GEN_AI.requestModel,
  "gen_ai.token.type",
  ERROR_TYPE,
];
const PROMOTED = [SERVICE, ENVIRONMENT, "service.instance.id"];
const OTHER = text("other");

/**
 * Only the GenAI metrics, by names as the conventions write them: others have attributes that nobody
 * bounds.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/processor/filterprocessor
 */
export const genaiMetricsOnly: Processor<"select"> = {
  kind: "processors",
  role: "select",
  type: "filter",
  name: "genai",
  config: {
    error_mode: "ignore",
    metrics: { metric: [not(matches("metric.name", "^gen_ai[.][a-z_.]{1,64}$"))] },
  },
};

/** Bounds the labels of metrics that SDKs count themselves; their names and values stay. */
export function boundSdkMetrics(
  environment: string,
  ownPatterns: readonly string[],
  models: ModelTexts,
): Processor<"shape"> {
  const point = (key: string): string => entry("datapoint.attributes", key);
  const resource = (key: string): string => entry("resource.attributes", key);
  const provider = point(GEN_AI.provider);
  const model = point(GEN_AI.requestModel);
  const label = placeOf("datapoint", "label");
  const providers = [...Object.keys(PROVIDERS), ...FURTHER_PROVIDERS];
  const oneOf = (key: string, known: readonly string[]): string =>
    set(point(key), OTHER, present(point(key)), not(isOneOf(point(key), known)));
  const shaped = (key: string, shape: string): string =>
    set(point(key), OTHER, present(point(key)), not(matches(point(key), shape)));
  return transform("sdk_metrics", {
    metrics: [
      ...redactResources(ownPatterns),
      resourceDefaults(environment),
      {
        statements: [
          keepOnly("datapoint.attributes", KEPT),
          // They carry the labels that were dropped from the points.
          set("datapoint.exemplars", "nil"),
          copy(provider, point(GEN_AI.system)),
          drop("datapoint.attributes", GEN_AI.system),
          oneOf(GEN_AI.provider, providers),
          ...modelScratch("datapoint", models),
          ...findModel("datapoint", "label", [model]),
          set(model, OTHER, present(model), `${label} == 0`),
          set(model, keyAt("datapoint", label), `${label} > 0`),
          shaped(GEN_AI.operation, "^[a-z_]{1,32}$"),
          shaped("gen_ai.token.type", "^[a-z_.]{1,32}$"),
          shaped(ERROR_TYPE, "^(?:[A-Za-z_]{1,64}|[1-5][0-9]{2})$"),
          ...PROMOTED.map((key) => set(point(key), resource(key), present(resource(key)))),
        ],
      },
      {
        statements: [
          keepOnly("resource.attributes", []),
          keepOnly("scope.attributes", []),
          set("resource.schema_url", text("")),
          set("scope.schema_url", text("")),
          set("scope.name", text("")),
          set("scope.version", text("")),
          set("metric.description", text("")),
          set("metric.unit", text(""), not(matches("metric.unit", "^[A-Za-z{}/%]{1,16}$"))),
        ],
      },
    ],
  });
}
