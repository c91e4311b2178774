import { expect, test } from "vitest";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { problemsOf } from "../support/refused.ts";
import {
  elsewhere,
  existing,
  inCluster,
  managed,
  mistakes,
  type Settings,
} from "./managed-grafana-mistakes-table.ts";

const found = (settings: Settings) => problemsOf(() => parseSettings(settings, "Pulumi.g.yaml"));

test.for(mistakes)("%s", ([, settings, where, what, fix]) => {
  expect(found(settings)).toEqual([{ where: `Pulumi.g.yaml: agentobs:${where}`, what, fix }]);
});

test("settings without a mistake are taken, the destination without an address by reference", () => {
  expect(found(existing())).toEqual([]);
  expect(found(elsewhere())).toEqual([]);
  const { collector } = planFor(parseSettings(managed(), "Pulumi.g.yaml"));
  expect(collector.destinations[0]).toMatchObject({
    address: { urlSecret: "grafana-cloud-otlp-url" },
    basicAuth: {
      user: { secret: "grafana-cloud-instance-id" },
      passwordSecret: "grafana-cloud-token",
    },
  });
});

test("beside a store the program's own secrets are set, and those of the collector are not", () => {
  expect(found(existing({ ...inCluster, secrets: { account: "x" } }))).toEqual([]);
});
