import { VMUI_PAGE } from "../dashboards/vmui.ts";
import type { Plan } from "../stacks/plan.ts";

/** What each workload has for people, and where on its page. */
export const pagesOf = ({
  workloads,
}: Pick<Plan, "workloads">): readonly (readonly [
  what: string,
  workload: string,
  port: string,
  path: string,
])[] => [
  ["Dashboards", "grafana", "http", "/"],
  workloads.includes("grafana")
    ? ["Metrics", "victoriametrics", "http", "/vmui/"]
    : ["Dashboards", "victoriametrics", "http", VMUI_PAGE],
  ["Traces", "jaeger", "ui", "/"],
  ["LLM traces", "langfuse-web", "http", "/"],
  ["Alert rules", "vmalert", "http", "/vmalert/alerts"],
  ["Alerts", "alertmanager", "http", "/"],
];
