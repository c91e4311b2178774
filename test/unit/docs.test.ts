import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generatedDocs } from "../../cli/generated-docs.ts";
import { PROJECT } from "../../cli/stack-file.ts";

const read = (file: string) => readFileSync(join(PROJECT, file), "utf8");

test("the generated pages are up to date (make docs)", () => {
  for (const [file, text] of Object.entries(generatedDocs(read)))
    expect(read(file), file).toBe(text);
});
