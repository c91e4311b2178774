import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { type Label, METRICS } from "../components/core/metrics.ts";
import { VERIFY_AGENT } from "../components/core/names.ts";
import { DATA_SOURCE } from "./grafana-field.ts";
import type { DashboardsPlan } from "./plan.ts";
import { IN_GRAFANA } from "./traces.ts";

const SEEN = METRICS.lastSeen.prometheus;

/** The filters of a page. Each offers what the ones before it leave over. */
const VARIABLES = [
  {
    name: "environment",
    title: "Environment",
    label: "deployment_environment_name",
    of: SEEN,
  },
  {
    name: "service",
    title: "Service",
    label: "service_name",
    of: `${SEEN}{deployment_environment_name=~"$environment"}`,
  },
  {
    name: "agent",
    title: "Agent",
    label: "gen_ai_agent_name",
    of: `${SEEN}{deployment_environment_name=~"$environment",service_name=~"$service",gen_ai_agent_name!="${VERIFY_AGENT}"}`,
  },
  {
    name: "model",
    title: "Model",
    label: "gen_ai_request_model",
    of: `${METRICS.llmDuration.prometheus}_count{service_name=~"$service"}`,
  },
  {
    name: "tool",
    title: "Tool",
    label: "gen_ai_tool_name",
    of: `${METRICS.toolCalls.prometheus}{service_name=~"$service"}`,
  },
] as const satisfies readonly { name: string; title: string; label: Label; of: string }[];

/** What each variable filters: label → the variable's value, a regular expression. */
export const FILTERS: Readonly<Partial<Record<Label, string>>> = Object.fromEntries(
  VARIABLES.map(({ name, label }) => [label, `$${name}`]),
);

/** The stores that a page reads, and the one that its links lead to. */
export function dataSourceVariables(plan: DashboardsPlan): DatasourceVariableBuilder[] {
  const { traces, dataSources = {} } = plan;
  const variable = (name: string, label: string, type: string, uid: string | undefined) => {
    const builder = new DatasourceVariableBuilder(name).label(label).type(type);
    return uid === undefined ? builder : builder.current({ selected: true, text: uid, value: uid });
  };
  const metrics = variable(
    DATA_SOURCE.variable,
    "Prometheus data source",
    DATA_SOURCE.type,
    dataSources.metrics,
  );
  return [
    metrics,
    ...(traces.inGrafana ?? []).map((store) => {
      const { name, variable: chosen } = IN_GRAFANA[store];
      return variable(chosen, `${name} data source`, store, dataSources[store]);
    }),
  ];
}

export function filterVariables(): readonly QueryVariableBuilder[] {
  return VARIABLES.map(({ name, title, label, of }) => {
    const query = `label_values(${of}, ${label})`;
    return (
      new QueryVariableBuilder(name)
        .label(title)
        .datasource(DATA_SOURCE.reference)
        .query({ query, refId: name })
        .definition(query)
        .refresh(VariableRefresh.OnTimeRangeChanged)
        .sort(VariableSort.AlphabeticalAsc)
        .multi(true)
        .includeAll(true)
        // Also matches series without the label.
        .allValue(".*")
        .current({ selected: true, text: "All", value: "$__all" })
    );
  });
}
