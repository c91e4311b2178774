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

/** `make verify`: one marked run through the stack, found again in every backend. */
await command(async () => {
  const options = readOptions("verify", process.argv.slice(2), {
    stack: { kind: "text", fallback: "local" },
    timeout: { kind: "number", fallback: 40, min: 1, max: 600 },
    json: { kind: "switch" },
  });
  const stack = loadStack(options.stack);
  useAgentCredentials(stack);
  const reached = await reachStack(stack, "verify");
  const progress = new Progress();
  const verification = await runVerify({
    endpoints: endpointsOf({ ...stack.plan, ...reached }),
    models: modelFacts,
    // What is counted shows with the next flush.
    timeoutSeconds: options.timeout + stack.plan.collector.derive.flushSeconds,
    onProgress: (text) => {
      progress.show(text);
    },
  }).finally(reached.close);
  progress.end();
  console.log(options.json ? JSON.stringify(verification, null, 2) : verifyText(verification));
  if (!verification.ok) process.exitCode = 1;
});
