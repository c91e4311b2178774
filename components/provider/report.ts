import { info } from "@pulumi/pulumi/log/index.js";
import { DependencyResource } from "@pulumi/pulumi/resource.js";
import { resetOptions } from "@pulumi/pulumi/runtime/settings.js";
import type { Report } from "./properties.ts";

/** Connects to the engine, whose address is the last argument of a provider. */
export function connectToEngine(args: readonly string[]): void {
  resetOptions("", "", -1, args.at(-1) ?? "", "", false, "");
}

/** Shows each line beside the resource while it is worked on: what a provider prints is not shown. */
export function reporter(urn: string): Report {
  const resource = new DependencyResource(urn);
  return (line) => void info(line, resource, undefined, true);
}
