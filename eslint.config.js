import { globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default tseslint.config(
  globalIgnores([".agentobs/", "**/*.js", "**/*.mjs", "**/*.cjs"]),
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "max-lines": ["error", { max: 200, skipBlankLines: false, skipComments: false }],
      "max-lines-per-function": ["error", { max: 70, skipComments: true }],
    },
  },
  {
    // A pure table is easier to read whole than cut in parts.
    files: [
      "components/core/metrics.ts",
      "components/core/self-metrics.ts",
      "test/unit/settings-mistakes.test.ts",
      "test/unit/ingest-mistakes.test.ts",
      "test/unit/secret-mistakes.test.ts",
      "**/*-table.ts",
      "**/tables/*.ts",
    ],
    rules: { "max-lines": "off" },
  },
  {
    // A describe block is a list of sentences, not a function that must fit a screen.
    files: ["test/**/*.ts"],
    rules: { "max-lines-per-function": "off" },
  },
);
