import { readFileSync } from "node:fs";

/** What a file exporter has written so far. */
export function lines<T>(path: string): T[] {
  let text = "";
  try {
    text = readFileSync(path, "utf8");
  } catch {
    // Nothing has arrived yet.
  }
  return text
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .map((line) => JSON.parse(line) as T);
}
