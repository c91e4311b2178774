import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { modelTable } from "./price-table.ts";

/** `make prices`: writes the table of models anew. Read the diff: it is what calls will cost. */
const FILE = "components/collector/model-table.ts";
const today = new Date().toISOString().slice(0, 10);
const { text, summary } = modelTable(today);
writeFileSync(FILE, text);
execFileSync("node_modules/.bin/biome", ["format", "--write", FILE], { stdio: "inherit" });
console.log(`${FILE}: ${summary}`);
