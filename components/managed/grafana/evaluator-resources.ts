import type { CustomResourceOptions } from "@pulumi/pulumi";
import { EvaluationRule } from "@pulumiverse/grafana/agento11y/evaluationRule.js";
import { Evaluator } from "@pulumiverse/grafana/agento11y/evaluator.js";
import type { GrafanaObjects } from "./objects.ts";

/** Each evaluator, and the rule that has it score a share of the answers. */
export function createEvaluators(
  { evaluators }: Pick<GrafanaObjects, "evaluators">,
  options: CustomResourceOptions,
): void {
  for (const { id, description, version, kind, config, outputKeys, ...rule } of evaluators) {
    const evaluator = new Evaluator(
      id,
      {
        evaluatorId: id,
        version,
        kind,
        config: JSON.stringify(config),
        outputKeys: JSON.stringify(outputKeys),
        ...(description !== undefined && { description }),
      },
      options,
    );
    const { selector, agent, percent } = rule;
    new EvaluationRule(
      id,
      {
        ruleId: id,
        evaluatorIds: [evaluator.evaluatorId],
        selector,
        sampleRate: percent / 100,
        ...(agent !== undefined && { match: JSON.stringify({ agent_name: agent }) }),
      },
      options,
    );
  }
}
