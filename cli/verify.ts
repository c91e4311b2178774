import { useAgentCredentials } from "./agent-credentials.ts";
import { readOptions } from "./arguments.ts";
import { command } from "./command.ts";
import { endpointsOf } from "./endpoints.ts";
import { Progress } from "./progress.ts";
import { reachStack } from "./reach-stack.ts";
import { loadStack } from "./stack-file.ts";
import { modelFacts } from "./traffic/model-facts.ts";
import { verifyText } from "./verify/report.ts";
import { runVerify } from "./verify/run-verify.ts";
import { stackTargets } from "./verify-targets.ts";

/** As long as each kind of backend needs. */
const AS_NEEDED = 0;

/**
 * `make verify`: one marked run through the stack, found again in every backend. It fails where a
 * check fails, and where no destination could be looked into; with `--strict` where one could not.
 */
await command(async () => {
  const options = readOptions("verify", process.argv.slice(2), {
    stack: { kind: "text", fallback: "local" },
    timeout: { kind: "number", fallback: AS_NEEDED, min: AS_NEEDED, max: 1800 },
    strict: { kind: "switch" },
    json: { kind: "switch" },
  });
  const stack = loadStack(options.stack);
  useAgentCredentials(stack);
  const reached = await reachStack(stack, "verify");
  const progress = new Progress();
  const verify = async () => {
    const endpoints = endpointsOf({ ...stack.plan, ...reached });
    return runVerify({
      endpoints,
      targets: await stackTargets(stack, endpoints),
      models: modelFacts,
      timeoutSeconds: options.timeout === AS_NEEDED ? undefined : options.timeout,
      flushSeconds: stack.plan.collector.derive.flushSeconds,
      onProgress: (text) => {
        progress.show(`${text} (${Math.round(progress.seconds)} s)`);
      },
    });
  };
  const verification = await verify().finally(reached.close);
  progress.end();
  console.log(options.json ? JSON.stringify(verification, null, 2) : verifyText(verification));
  const incomplete = options.strict && verification.notLooked.length > 0;
  if (!verification.ok || incomplete) process.exitCode = 1;
});
