import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { ProblemError } from "../components/core/errors.ts";
import { readOptions } from "./arguments.ts";
import { command } from "./command.ts";
import { Progress } from "./progress.ts";
import { htmlOf } from "./review/html.ts";
import { exitOnSignals } from "./review/leftovers.ts";
import { gitRevision, workingTree } from "./review/revision.ts";
import { runReview } from "./review/run-review.ts";
import { summaryLines } from "./review/summary.ts";
import { PROJECT } from "./stack-file.ts";

/** `make review`: one page that draws every dashboard and rule, and what two revisions change. */
await command(async () => {
  const options = readOptions("review", process.argv.slice(2), {
    stack: { kind: "text", fallback: "local" },
    out: { kind: "text", fallback: "out/review.html" },
    before: { kind: "text", fallback: "" },
    after: { kind: "text", fallback: "" },
    demo: { kind: "switch" },
  });
  if (options.after && !options.before)
    throw new ProblemError({
      where: "make review AFTER",
      what: "there is nothing to compare it with",
      fix: `make review BEFORE=main AFTER=${options.after}`,
    });
  exitOnSignals();
  const progress = new Progress();
  const report = (line: string) => {
    progress.show(`${progress.seconds.toFixed(0).padStart(3)} s  ${line}`);
  };
  const after = await (options.after
    ? gitRevision(options.after, options.stack)
    : workingTree(options.stack));
  try {
    const before = options.before ? await gitRevision(options.before, options.stack) : undefined;
    try {
      const { stack, demo } = options;
      const review = await runReview({
        stack,
        demo,
        report,
        before: before?.kit,
        after: after.kit,
      });
      const file = resolve(options.out);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, await htmlOf(review, relative(dirname(file), PROJECT)));
      progress.end();
      for (const line of summaryLines(review)) console.log(line);
      console.log(`${options.out} (${progress.seconds.toFixed(1)} s)`);
    } finally {
      before?.remove();
    }
  } finally {
    after.remove();
  }
});
