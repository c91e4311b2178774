import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "../pulumi.ts";

/** Long enough for the request to leave; loading modules would hold it up. */
const REQUEST_MS = 12;

/**
 * Lets the engine start the provider, which is a process of its own and takes a fifth of a second,
 * while the program still loads. The first resource would start it otherwise.
 */
export async function startProvider(): Promise<void> {
  // What goes wrong here comes up again, with its reasons, at the first resource.
  const ready = pulumi.runtime.invoke("process:index:ready", {}).catch(() => undefined);
  await Promise.race([ready, sleep(REQUEST_MS)]);
}
