// Whole, as programs for Pulumi begin: what is measured against is what Pulumi itself costs.
import * as pulumi from "@pulumi/pulumi";
import { Process } from "../../components/platforms/process/index.ts";

new Process("one", {
  name: "jaeger",
  summary: "One process, as small as one can be.",
  tool: "jaeger",
  program: { path: process.execPath, version: process.versions.node, source: "path" },
  args: ["--version"],
  environment: {},
  secretEnvironment: {},
  secretFiles: {},
  secrets: {},
  files: {},
  ports: {},
  health: { url: "http://127.0.0.1:1/", startSeconds: 1 },
  stopSeconds: 1,
  data: false,
  after: [],
  stack: pulumi.getStack(),
  protectData: true,
});
