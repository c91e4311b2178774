import { locate } from "../../components/platforms/process/binaries.ts";
import type { Program } from "../../components/core/versions.ts";

/** Path of an installed program. Tests install nothing: `make setup` and `make test` do. */
export function binary(program: Program): string {
  const found = locate(program);
  if (!found)
    throw new Error(
      `${program} is neither on PATH nor in the cache.\n` +
        `  Fix: node tools/run.mjs tools/setup.ts --tests`,
    );
  return found.path;
}
