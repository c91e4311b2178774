import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { binary } from "../support/binaries.ts";
import { filesOf, inGrafana, run, WAYS } from "../support/managed-grafana.ts";
import type { Registered } from "../support/pulumi-mocks.ts";

const GOLDEN = join(import.meta.dirname, "resources");

describe.for(Object.entries(WAYS))("%s", ([way, settings]) => {
  test("makes exactly what is listed, with exactly these inputs", async () => {
    const listed = inGrafana(await run(settings))
      .map(({ type, name, inputs, protect, retainOnDelete, provider }) => ({
        type: type.replace(/^.*:/, ""),
        name,
        ...(provider && { provider }),
        ...(protect && { protect }),
        ...(retainOnDelete && { retainOnDelete }),
        inputs: withoutFiles(inputs),
      }))
      .sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
    const text = `${JSON.stringify(listed, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(join(GOLDEN, `${way}.json`));
  });

  test("pages and rules are those of the rendered files", async () => {
    const made = inGrafana(await run(settings));
    const files = filesOf(settings);
    for (const { name, inputs } of of(made, "Dashboard"))
      expect(inputs["configJson"], name).toBe(files[`dashboards/${name}.json`]);
    expect(of(made, "Dashboard")).toHaveLength(7);
    const groups = JSON.parse(files["rules/grafana-rules.json"] ?? "[]") as { name: string }[];
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(
      of(made, "RuleGroup")
        .map(({ inputs: { folderUid, intervalSeconds, name, rules } }) => ({
          name: name as string,
          folderUid,
          intervalSeconds,
          rules,
        }))
        .sort(byName),
    ).toEqual(groups.sort(byName));
  });
});

test("a collector accepts the pipeline for a fleet", async () => {
  const made = inGrafana(await run(WAYS["grafana-cloud-existing"] ?? {}));
  const [pipeline] = of(made, "Pipeline");
  const file = join(mkdtempSync(join(tmpdir(), "agentobs-fleet-")), "pipeline.yaml");
  writeFileSync(file, String(pipeline?.inputs["contents"]));
  execFileSync(binary("collector"), ["validate", `--config=${file}`], { stdio: "pipe" });
  rmSync(dirname(file), { recursive: true });
});

const of = (made: readonly Registered[], kind: string) =>
  made.filter(({ type }) => type.endsWith(`:${kind}`));

/** What stands in a file of its own already. */
function withoutFiles({ configJson, rules, ...rest }: Registered["inputs"]) {
  return {
    ...rest,
    ...(configJson !== undefined && { configJson: "dashboards/<name>.json" }),
    ...(rules !== undefined && { rules: "rules/grafana-rules.json" }),
  };
}
