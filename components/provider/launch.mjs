// Must load in any Node, to be able to say which one is needed.
import module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

/** Loads a provider, from the compile cache where there is one. */
export async function launch(load) {
  const [major] = process.versions.node.split(".");
  if (Number(major) < 24) {
    console.error(
      `agentobs: needs Node 24 or newer, and the first node in PATH is ${process.versions.node}\n` +
        "  Fix: run make up, which brings its own, or install Node 24 (https://nodejs.org)",
    );
    process.exit(1);
  }
  // Halves the time to load, which every Pulumi command waits for. NODE_COMPILE_CACHE wins.
  const { AGENTOBS_CACHE, XDG_CACHE_HOME } = process.env;
  const cache = AGENTOBS_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "agentobs");
  module.enableCompileCache(join(cache, "node-compile-cache"));
  await load();
  // By itself it is written at the exit, and Pulumi ends a provider by a signal.
  module.flushCompileCache();
}
