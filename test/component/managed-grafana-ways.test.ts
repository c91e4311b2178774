import { beforeAll, describe, expect, test } from "vitest";
import { STACK } from "../support/grafana-provider.ts";
import { find } from "../support/kubernetes-program.ts";
import { filesOf, inGrafana, run, WAYS } from "../support/managed-grafana.ts";
import type { Run } from "../support/pulumi-mocks.ts";

const CLUSTERED = Object.entries(WAYS)
  .filter(([way]) => way.startsWith("grafana-cloud"))
  .map(([way, settings]) => [`${way} in a cluster`, { ...settings, platform: "kubernetes" }]);
const everyWay = [...Object.entries(WAYS), ...CLUSTERED] as [string, (typeof WAYS)[string]][];
/** The number of a stack is none by itself. */
const SECRET = [STACK.telemetryToken, STACK.accountToken, "canary-4711", "not a real one"];

describe.for(everyWay)("%s", ([, settings]) => {
  let made: Run;
  beforeAll(async () => {
    made = await run(settings);
  });

  test("keeps every secret out of plain inputs, outputs and rendered files", () => {
    const files = Object.values(filesOf(settings)).join("\n");
    for (const secret of SECRET) {
      expect(JSON.stringify(made.resources)).not.toContain(secret);
      expect(JSON.stringify(made.exports)).not.toContain(secret);
      expect(files).not.toContain(secret);
    }
  });

  test("never touches the tree of notification policies", () => {
    const types = made.resources.map(({ type }) => type).join("\n");
    expect(types).toContain("RuleGroup");
    expect(types).not.toContain("NotificationPolicy");
  });

  test("writes durations as Grafana stores them, and rhythms that it evaluates in", () => {
    for (const { inputs } of made.resources.filter(({ type }) => type.endsWith(":RuleGroup"))) {
      expect((inputs["intervalSeconds"] as number) % 10).toBe(0);
      const rules = inputs["rules"] as { for: string; notificationSettings?: object }[];
      for (const rule of rules) {
        expect(rule.for).toMatch(/^(0s|[1-9]\d*[smhd])$/);
        const { groupWait, groupInterval, repeatInterval } = {
          groupWait: "1s",
          groupInterval: "1s",
          repeatInterval: "1s",
          ...rule.notificationSettings,
        };
        for (const text of [groupWait, groupInterval, repeatInterval])
          expect(text).toMatch(/^[1-9]\d*[smhd]$/);
      }
    }
  });

  test("makes rules behind whom they tell and where they are", () => {
    const told = inGrafana(made)
      .filter(({ type }) => /:(ContactPoint|MuteTiming|DataSource)$/.test(type))
      .map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`);
    for (const group of ["agentobs", "agentobs-5m"]) {
      const { dependsOn } = find(made, `RuleGroup ${group}`);
      expect(dependsOn).toEqual(expect.arrayContaining([...told, "Folder agentobs"]));
    }
  });
});
