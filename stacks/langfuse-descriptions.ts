import { langfuseClickHouse } from "../components/langfuse/clickhouse.ts";
import type { LangfusePlan } from "../components/langfuse/plan.ts";
import { langfusePostgres } from "../components/langfuse/postgres.ts";
import { langfuseS3 } from "../components/langfuse/s3.ts";
import { langfuseValkey } from "../components/langfuse/valkey.ts";
import { langfuseWeb } from "../components/langfuse/web.ts";
import { langfuseWorker } from "../components/langfuse/worker.ts";
import type { Descriptions } from "./descriptions.ts";
import type { LangfuseWorkload } from "./langfuse.ts";
import type { Plan } from "./plan.ts";

/** How each part of Langfuse describes itself. */
export const LANGFUSE: Descriptions<LangfuseWorkload> = {
  "langfuse-postgres": () => langfusePostgres(),
  "langfuse-clickhouse": (plan) => langfuseClickHouse(langfuseOf(plan)),
  "langfuse-valkey": () => langfuseValkey(),
  "langfuse-s3": (plan) => langfuseS3(langfuseOf(plan)),
  "langfuse-web": (plan) => langfuseWeb(langfuseOf(plan)),
  "langfuse-worker": (plan) => langfuseWorker(langfuseOf(plan)),
};

/** A plan names these workloads only where it has decided about Langfuse. */
function langfuseOf({ langfuse }: Plan): LangfusePlan {
  if (!langfuse) throw new Error("the plan runs Langfuse, and says nothing about it");
  return langfuse;
}
