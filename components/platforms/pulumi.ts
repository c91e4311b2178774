/**
 * What this project uses of Pulumi's SDK, loaded alone: `@pulumi/pulumi` as a whole also loads its
 * automation API, a TypeScript compiler and npm's dependency resolver, 0.3 s of each command.
 * https://github.com/pulumi/pulumi/blob/v3.248.0/sdk/nodejs/index.ts
 */
import { allConfig } from "@pulumi/pulumi/runtime/config.js";
import { invoke } from "@pulumi/pulumi/runtime/invoke.js";
import { isDryRun } from "@pulumi/pulumi/runtime/settings.js";

export { warn } from "@pulumi/pulumi/log/index.js";
export { Config } from "@pulumi/pulumi/config.js";
export { getStack } from "@pulumi/pulumi/metadata.js";
export { all, type Input, output, type Output, secret, unsecret } from "@pulumi/pulumi/output.js";
export { CustomResource, type CustomResourceOptions } from "@pulumi/pulumi/resource.js";
export const runtime = { allConfig, invoke, isDryRun };
