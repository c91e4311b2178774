import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { binary } from "../support/binaries.ts";

const folder = mkdtempSync(join(tmpdir(), "agentobs-cluster-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const settings = { preset: "kubernetes-jaeger", victoriametrics: { cluster: {} } };
const workloads = workloadsOf(planFor(parseSettings(settings, "Pulumi.prod.yaml")));
const flagsOf = (name: string): string[] =>
  workloads
    .filter((workload) => workload.name === name)
    .flatMap(({ args }) => args.map((arg) => arg.replace(/^-/, "").split("=")[0] ?? ""));

/** Every flag that a program names in its help. */
function knownTo(program: "victoriametrics" | "vmagent"): ReadonlySet<string> {
  const { stdout, stderr } = spawnSync(binary(program), ["-help"], { encoding: "utf8" });
  return new Set([...(stdout + stderr).matchAll(/^ {2}-(\S+)/gm)].map(([, flag]) => flag ?? ""));
}

/**
 * What only the cluster's own programs know, which can't be built from Go modules.
 * https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/#list-of-command-line-flags
 */
const ONLY_IN_A_CLUSTER: Readonly<Record<string, readonly string[]>> = {
  vmstorage: ["vminsertAddr", "vmselectAddr"],
  vminsert: ["storageNode", "replicationFactor"],
  vmselect: ["storageNode", "replicationFactor", "cacheDataPath"],
};

describe.for(Object.entries(ONLY_IN_A_CLUSTER))("the flags of %s", ([name, own]) => {
  test("are those of the single version, which is built from the same sources, and its own", () => {
    const known = knownTo("victoriametrics");
    const flags = flagsOf(name);
    expect(flags.length).toBeGreaterThan(4);
    expect(flags.filter((flag) => !known.has(flag) && !own.includes(flag))).toEqual([]);
  });
});

test("vmagent knows its flags and accepts its scrape file", () => {
  const known = knownTo("vmagent");
  expect(flagsOf("vmagent").filter((flag) => !known.has(flag))).toEqual([]);
  const file = join(folder, "scrape.yaml");
  const agent = workloads.find(({ name }) => name === "vmagent");
  writeFileSync(file, agent?.files["scrape.yaml"] ?? "");
  const check = ["-dryRun", `-promscrape.config=${file}`, "-promscrape.config.strictParse=true"];
  execFileSync(binary("vmagent"), check, { stdio: "pipe" });
});
