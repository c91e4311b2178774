import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { command } from "../cli/command.ts";
import { ProblemError } from "../components/core/errors.ts";
import { bufferBytesPerSpan } from "./bench/buffer.ts";
import { withReport } from "./bench/page.ts";
import { benchPipeline } from "./bench/pipeline.ts";
import { benchPreviews } from "./bench/previews.ts";
import { type Stage, STAGES } from "./bench/stages.ts";

const PAGE = join(import.meta.dirname, "../docs/speed.md");
/** Enough for a median; ten collectors then take about five minutes. */
const ROUNDS = "5";
const SPANS_PER_ROUND = 18_000;

/**
 * `make bench`: the pipeline's stages, written into docs/speed.md, then previews. `--stages a,b`
 * measures some of them and writes nothing; `--profile folder` also keeps a profile of each.
 */
await command(async () => {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      stages: { type: "string" },
      rounds: { type: "string", default: ROUNDS },
      profile: { type: "string" },
    },
  });
  if (values.only !== "previews") await pipeline(values);
  if (values.only !== "pipeline" && values.stages === undefined) await benchPreviews();
});

async function pipeline(values: {
  stages?: string | undefined;
  rounds: string;
  profile?: string | undefined;
}): Promise<void> {
  const stages = values.stages?.split(",").map(stageNamed);
  const results = await benchPipeline({
    stages: stages ?? (Object.keys(STAGES) as Stage[]),
    rounds: Number(values.rounds),
    spansPerRound: SPANS_PER_ROUND,
    profileFolder: values.profile,
    log: console.log,
  });
  const buffer = stages ? undefined : await bufferBytesPerSpan();
  const { page, report } = withReport(readFileSync(PAGE, "utf8"), results, buffer);
  console.log(report);
  if (stages === undefined) writeFileSync(PAGE, page);
}

function stageNamed(name: string): Stage {
  if (name in STAGES) return name as Stage;
  throw new ProblemError({
    where: "make bench",
    what: `there is no stage ${name}`,
    fix: `name some of ${Object.keys(STAGES).join(", ")}`,
  });
}
