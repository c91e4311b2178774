import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { AlertsPlan } from "../../alerts/plan.ts";
import { ALERTS, ON_DEMAND } from "../../alerts/rule.ts";
import { unittest } from "../support/alert-cases.ts";
import { DEFAULT_ALERTS } from "../support/alerts-plan.ts";

const folder = mkdtempSync(join(tmpdir(), "agentobs-day-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const AGENT =
  'deployment_environment_name="prod",service_name="shop",gen_ai_agent_name="planner",gateway="g0"';
const MODEL = `${AGENT},gen_ai_request_model="gpt-4o"`;
const COLLECTOR = 'job="collector",instance="a"';
const STORE = 'job="victoriametrics",instance="a",path="/data"';
const PARTS = ["alertmanager", "collector", "jaeger", "victoriametrics", "vmalert"];

/** One value every 5 minutes for a day and a bit; at noon the collector is restarted. */
const grows = (step: number) => `0+${step}x144 ${step}+${step}x155`;
const stays = (value: number) => `${value}x300`;

/** Everything works; now and then a run is slow, loops or fails. */
const DAY: Readonly<Record<string, string>> = {
  [`agent_run_iterations_count{${AGENT}}`]: grows(500),
  [`agent_run_iterations_bucket{${AGENT},le="8"}`]: grows(498),
  [`agent_run_duration_seconds_count{${AGENT}}`]: grows(500),
  [`agent_run_duration_seconds_bucket{${AGENT},le="30"}`]: grows(498),
  [`agent_run_duration_seconds_bucket{${AGENT},le="45"}`]: grows(500),
  [`agent_run_duration_seconds_bucket{${AGENT},le="+Inf"}`]: grows(500),
  [`agent_tool_calls_total{${AGENT},gen_ai_tool_name="search",tool_success="true"}`]: grows(97),
  [`agent_tool_calls_total{${AGENT},gen_ai_tool_name="search",tool_success="false"}`]: grows(3),
  [`agent_llm_context_utilization_percent_count{${MODEL}}`]: grows(800),
  [`agent_llm_context_utilization_percent_bucket{${MODEL},le="90"}`]: grows(800),
  [`agent_llm_cost_usd_total{${MODEL},gen_ai_provider_name="openai"}`]: grows(0.75),
  [`agent_last_seen_seconds{${AGENT}}`]: grows(300),
  ...Object.fromEntries(PARTS.map((job) => [`up{job="${job}",instance="a"}`, stays(1)])),
  [`otelcol_receiver_accepted_spans{receiver="otlp",transport="grpc",${COLLECTOR}}`]: grows(9000),
  [`otelcol_receiver_refused_spans{receiver="otlp",transport="grpc",${COLLECTOR}}`]: stays(0),
  [`otelcol_exporter_queue_size{exporter="otlp_grpc/jaeger",data_type="traces",${COLLECTOR}}`]:
    stays(40),
  [`otelcol_exporter_queue_capacity{exporter="otlp_grpc/jaeger",data_type="traces",${COLLECTOR}}`]:
    stays(10_000),
  [`otelcol_exporter_sent_spans{exporter="otlp_grpc/jaeger",${COLLECTOR}}`]: grows(9000),
  [`otelcol_processor_tail_sampling_sampling_trace_dropped_too_early{${COLLECTOR}}`]: stays(0),
  [`vm_free_disk_space_bytes{${STORE}}`]: "300000000000-1000000x300",
  [`vm_total_disk_space_bytes{${STORE}}`]: stays(1_000_000_000_000),
  [`vm_storage_is_read_only{${STORE}}`]: stays(0),
  'vmalert_execution_errors_total{job="vmalert",instance="a"}': stays(0),
  'vmalert_alerts_send_errors_total{job="vmalert",instance="a"}': stays(0),
  'alertmanager_notifications_failed_total{integration="slack",receiver_name="slack-1",reason="other",job="alertmanager",instance="a"}':
    stays(0),
};

/** As often as there is a value, so that a day is looked at in seconds. */
const PLAN: AlertsPlan = {
  ...DEFAULT_ALERTS,
  evaluateEverySeconds: 300,
  // A day holds fewer working hours than a rule that knows nothing must have seen.
  cost: { ...DEFAULT_ALERTS.cost, minimumWindows: 3 },
};
const TIMES = ["6h", "12h", "12h5m", "12h30m", "18h", "24h"];
const ALWAYS = ALERTS.filter((name) => !ON_DEMAND.some((demanded) => demanded === name));

test.concurrent.for(ALWAYS)("%s stays quiet on an ordinary day", async (alert) => {
  const each = {
    interval: "5m",
    name: "an ordinary day",
    input_series: Object.entries(DAY).map(([series, values]) => ({ series, values })),
    alert_rule_test: TIMES.map((time) => ({ eval_time: time, exp_alerts: [] })),
  };
  expect(await unittest(folder, each, alert, PLAN)).toContain("SUCCESS");
});
