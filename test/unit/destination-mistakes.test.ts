import { expect, test } from "vitest";
import { ProblemError } from "../../components/core/errors.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { mistakes } from "./destination-mistakes-table.ts";

const REST = [{ type: "jaeger" }, { type: "victoriametrics" }];
const SECRETS = { pk: "1", sk: "2" };

function messageOf(destinations: readonly object[]): string {
  try {
    parseSettings(
      { preset: "local", secrets: SECRETS, destinations: [...destinations, ...REST] },
      "Pulumi.local.yaml",
    );
  } catch (error) {
    if (error instanceof ProblemError) return error.message;
    throw error;
  }
  throw new Error("these settings were accepted");
}

test.for(mistakes)("%s", ([, destinations, ...messages]) => {
  expect(messageOf(destinations)).toBe(messages.join("\n"));
});

test("a password in an address is not shown in the message", () => {
  expect(messageOf([{ type: "otlp", endpoint: "https://me:secret@x.example" }])).not.toContain(
    "secret@",
  );
});
