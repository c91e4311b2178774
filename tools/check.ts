import { runChecks } from "./checks.ts";

/** `make check`: types, lint, format, import rules and dead code. */
const { passed, failed } = await runChecks();
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
