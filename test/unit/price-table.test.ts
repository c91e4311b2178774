import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { modelTable } from "../../tools/price-table.ts";

const FILE = "components/collector/model-table.ts";

test("the checked-in table is what the pinned price list gives on the day in its header", () => {
  const checkedIn = readFileSync(FILE, "utf8");
  const day = / on (\d{4}-\d{2}-\d{2})\.\n/.exec(checkedIn)?.[1] ?? "";
  const biome = "node_modules/.bin/biome";
  const options = { input: modelTable(day).text, encoding: "utf8" } as const;
  expect(execFileSync(biome, ["format", `--stdin-file-path=${FILE}`], options)).toBe(checkedIn);
});
