import { expect, test } from "vitest";
import { parseSettings } from "../../stacks/parse.ts";
import { refusalOf } from "../support/refused.ts";
import { mistakes } from "./destination-mistakes-table.ts";

const REST = [{ type: "jaeger" }, { type: "victoriametrics" }];
const SECRETS = { pk: "1", sk: "2" };

const messageOf = (destinations: readonly object[]): string =>
  refusalOf(() =>
    parseSettings(
      { preset: "local", secrets: SECRETS, destinations: [...destinations, ...REST] },
      "Pulumi.local.yaml",
    ),
  );

test.for(mistakes)("%s", ([, destinations, ...messages]) => {
  expect(messageOf(destinations)).toBe(messages.join("\n"));
});

test("a password in an address is not shown in the message", () => {
  expect(messageOf([{ type: "otlp", endpoint: "https://me:secret@x.example" }])).not.toContain(
    "secret@",
  );
});
