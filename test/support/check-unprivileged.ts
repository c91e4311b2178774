import { checkBinaries } from "../../components/platforms/process/binaries-resource.ts";
import type { Properties } from "../../components/provider/properties.ts";
import { checkProcess } from "../../components/platforms/process/process-resource.ts";
import { listenError } from "./ports.ts";

/**
 * Checks inputs as a user who owns nothing: root may do everything. Prints as JSON what is wrong, and
 * what the system itself answers to such a user who asks for `port`: some refuse none.
 */
const [binaries, jaeger, port] = JSON.parse(process.argv[2] ?? "") as [
  Properties,
  Properties,
  number,
];
const NOBODY = 65_534;
if (process.getuid?.() === 0) process.setuid?.(NOBODY);
const answer = await listenError(port);
const failures = [await checkBinaries(binaries), await checkProcess({}, jaeger)].flatMap(
  ({ failures }) => failures,
);
console.log(JSON.stringify({ failures, answer }));
