import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command } from "./command.ts";
import { generatedDocs } from "./generated-docs.ts";
import { PROJECT } from "./stack-file.ts";

/** `make docs`: writes every page, and every part of a page, that is generated from the code. */
await command(() => {
  for (const [file, text] of Object.entries(generatedDocs((name) => read(name)))) {
    writeFileSync(join(PROJECT, file), text);
    console.log(`wrote ${file}`);
  }
});

function read(file: string): string {
  return readFileSync(join(PROJECT, file), "utf8");
}
