import { readFileSync } from "node:fs";
import type { Workload } from "../../components/workload.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { workloadsOf } from "../../stacks/workloads.ts";

/** The plan of the preset with Langfuse, and with settings of one's own. */
export const langfuseStack = (own: Record<string, unknown> = {}) =>
  planFor(parseSettings({ preset: "kubernetes-langfuse", ...own }, "Pulumi.k.yaml"));

/** One of its workloads. */
export function langfuseWorkload(
  name: Workload["name"],
  own: Record<string, unknown> = {},
): Workload {
  const found = workloadsOf(langfuseStack(own)).find((workload) => workload.name === name);
  if (!found) throw new Error(`${name} is not run`);
  return found;
}

/** Names that a program knows, out of `test/fixtures/langfuse`. */
export function knownNames(of: "environment" | "postgres" | "clickhouse" | "valkey"): string[] {
  const file = new URL(`../fixtures/langfuse/${of}.txt`, import.meta.url);
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** Every store elsewhere, and the secrets for it. */
export const ELSEWHERE = {
  postgres: { host: "pg.example", passwordSecret: "pg-password" },
  clickhouse: { host: "ch.example", passwordSecret: "ch-password" },
  valkey: { host: "redis.example", passwordSecret: "redis-password" },
  s3: {
    bucket: "acme",
    region: "eu-central-1",
    accessKeyIdSecret: "s3-id",
    secretAccessKeySecret: "s3-key",
  },
};
export const ELSEWHERE_SECRETS = {
  "pg-password": "PG-V4LUE",
  "ch-password": "CH-V4LUE",
  "redis-password": "REDIS-V4LUE",
  "s3-id": "S3-ID-V4LUE",
  "s3-key": "S3-KEY-V4LUE",
};
