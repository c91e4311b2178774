import type { Provider } from "@pulumi/pulumi/provider/provider.js";
import { main } from "@pulumi/pulumi/provider/server.js";
import { connectToEngine } from "./report.ts";

const PARENT_CHECK_MS = 1000;

/** Answers the engine until it goes away. */
export async function serve(provider: Provider): Promise<void> {
  endWithParent();
  connectToEngine(process.argv);
  await main(provider, process.argv.slice(2));
}

/** A CLI that was killed tells nobody; without this the provider would wait for it for ever. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, PARENT_CHECK_MS).unref();
}
