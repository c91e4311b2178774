import { describe, expect, test } from "vitest";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { workloadsOf } from "../../stacks/workloads.ts";

describe("long texts that many statements of the collector share", () => {
  const plan = planFor(parseSettings({ preset: "local" }, "Pulumi.local.yaml"));
  const environment = workloadsOf(plan).find(({ name }) => name === "collector")?.environment ?? {};
  const yaml = artefactsFor(plan)["collector.yaml"] ?? "";

  test("stand once, in a variable, and every variable of the file is in the environment", () => {
    const named = [...yaml.matchAll(/\$\{env:(\w+)\}/g)].map(([, name]) => name ?? "");
    expect(new Set(named)).toEqual(
      new Set(Object.keys(environment).filter((name) => name.startsWith("AGENTOBS_"))),
    );
    // An empty variable would be an empty pattern, which matches everything.
    for (const name of named) expect(environment[name], name).toMatch(/./);
    expect(yaml).not.toContain("-END [A-Z0-9 ]*PRIVATE KEY");
  });

  test("escape `$` like the file itself, because the collector expands variables too", () => {
    expect(environment["AGENTOBS_SECRETS"]?.replaceAll("$$", "")).not.toContain("$");
    expect(environment["AGENTOBS_MASKED"]).toContain("$${1}");
  });
});
