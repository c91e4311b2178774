import { createProcess } from "../../components/platforms/process/process-resource.ts";
import type { Properties } from "../../components/provider/properties.ts";

/** Does what a provider does when it creates a process, in a process that tests can kill. */
const inputs = JSON.parse(process.argv[2] ?? "") as Properties;
await createProcess(inputs, new AbortController().signal);
