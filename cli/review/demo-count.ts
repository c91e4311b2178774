import { AGENTS } from "../demo/cast.ts";
import { modelText, runText, toolText } from "../traffic/attributes.ts";
import { countContent, countModel, countRun, countTool } from "../traffic/count.ts";
import { modelFacts } from "../traffic/model-facts.ts";
import { lengthOf, type RunScript } from "../traffic/script.ts";
import type { Tally } from "../traffic/tally.ts";

/** A longer task is shortened by the collector, which counts it. */
const MAX_TASK_CHARACTERS = 100;

type Cast = Readonly<Record<string, { readonly service: string; readonly dialect: Dialect }>>;
type Dialect = Parameters<typeof runText>[1];

/** The service that an agent of the cast runs in. */
export function serviceOf(agent: string): string {
  return actor(agent).service;
}

/** The convention that the collector finds in the spans of an agent of the cast. */
export function conventionOf(agent: string): string {
  return actor(agent).dialect === "current" ? "otel" : "otel_old";
}

/** Counts what the collector derives from a run and the runs below it: nothing is sent. */
export function countScript(tally: Tally, run: RunScript): void {
  const { agent } = run;
  const { dialect } = actor(agent);
  for (const step of run.steps) {
    if (step.kind === "delegate") countScript(tally, step.run);
    else if (step.kind === "tool") {
      countTool(tally, step, agent);
      countContent(tally, agent, toolText(step, agent, "", dialect), step.failure);
    } else {
      countModel(tally, step, agent, modelFacts(step));
      countContent(tally, agent, modelText(step, agent, dialect), step.failure);
    }
  }
  countRun(tally, run, lengthOf(run).run);
  countContent(tally, agent, runText(run, dialect), run.failure);
  if (run.task.length > MAX_TASK_CHARACTERS)
    tally.add("valuesBounded", { attribute: "agent.task" });
}

function actor(agent: string): Cast[string] {
  const found = (AGENTS as Cast)[agent];
  if (!found) throw new Error(`nobody in the cast is called ${agent}`);
  return found;
}
