import { checkBinaries } from "../../components/platforms/process/binaries-resource.ts";
import type { Properties } from "../../components/platforms/process/inputs.ts";
import { checkProcess } from "../../components/platforms/process/process-resource.ts";

/** Checks, as JSON, the inputs of both resources as a user who owns nothing: root may do everything. */
const [binaries, jaeger] = JSON.parse(process.argv[2] ?? "") as [Properties, Properties];
const NOBODY = 65_534;
if (process.getuid?.() === 0) process.setuid?.(NOBODY);
const failures = [await checkBinaries(binaries), await checkProcess({}, jaeger)].flatMap(
  ({ failures }) => failures,
);
console.log(JSON.stringify(failures));
