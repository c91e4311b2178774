/** The import rules of the kit: one direction, no cycles, nothing imports the composition root. */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "only-commands-and-tests-import-stacks",
      severity: "error",
      from: { path: "^(components|dashboards|alerts)/" },
      to: { path: "^(stacks|cli|tools)/" },
    },
    {
      name: "components-are-handed-dashboards-and-rules-as-text",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^(dashboards|alerts)/" },
    },
    {
      name: "pure-code-has-no-pulumi",
      comment: "Artefacts hold no Output: only resources and the provider may import Pulumi.",
      severity: "error",
      from: {
        path: "^(dashboards|alerts|components|stacks|cli)/",
        pathNot:
          "^(components/(platforms|provider)/|components/managed/[a-z-]+/provider[.]ts|components/(secrets|managed)/.*resources[.]ts|stacks/(index|deploy-[a-z]+)[.]ts)",
      },
      to: { path: "node_modules/@pulumi", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "programs-import-the-needed-part-of-pulumi",
      comment: "The package as a whole costs each command 0.3 s: use components/platforms/pulumi.ts.",
      severity: "error",
      from: { path: "^(stacks/|components/(platforms/process|provider|managed/honeycomb)/)" },
      to: { path: "node_modules/@pulumi/pulumi/index[.]", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "core-is-a-leaf",
      severity: "error",
      from: { path: "^components/core/" },
      to: { path: "^(components/(?!core)|dashboards|alerts|stacks|cli|tools)" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
    },
  },
};
