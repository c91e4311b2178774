import type { Problem } from "../components/core/errors.ts";
import { pasteable, type Report } from "./keys.ts";
import { onOneHost } from "./platform.ts";
import { hasSecret } from "./secrets-plan.ts";
import type { Settings } from "./settings.ts";
import { tempoMode } from "./tempo-mode.ts";

/** A Tempo of the stack's own that can't work as it is set. */
export function tempoProblems(settings: Settings, problem: Report): Problem[] {
  const run = settings.destinations.some(
    ({ type, endpoint }) => type === "tempo" && endpoint === undefined,
  );
  return run ? [...lacking(settings, problem), ...unknownSecrets(settings, problem)] : [];
}

/** Parts that run one by one share nothing but a bucket and Kafka. */
function lacking(settings: Settings, problem: Report): Problem[] {
  const { storage, kafka } = settings.tempo;
  const { microservices, how } = tempoMode(settings);
  if (!microservices) return [];
  if (onOneHost(settings)) {
    const what = `Tempo's parts run one by one (${how}), which takes a cluster`;
    return [problem(["tempo", "mode"], what, pasteable(["tempo", "mode"], "monolithic"))];
  }
  const needs = (path: string[], what: string): Problem =>
    problem(
      ["tempo", ...path],
      `Tempo's parts run one by one (${how}), and share ${what}`,
      `${pasteable(["tempo", ...path])}, or ${pasteable(["tempo", "mode"], "monolithic")}`,
    );
  return [
    ...(storage.s3 ? [] : [needs(["storage", "s3"], "a bucket")]),
    ...(kafka ? [] : [needs(["kafka"], "Kafka")]),
  ];
}

function unknownSecrets(settings: Settings, problem: Report): Problem[] {
  const { storage, kafka } = settings.tempo;
  const named: [path: string[], secret: string | undefined][] = [
    [["storage", "s3", "accessKeySecret"], storage.s3?.accessKeySecret],
    [["storage", "s3", "secretKeySecret"], storage.s3?.secretKeySecret],
    [["kafka", "sasl", "passwordSecret"], kafka?.sasl?.passwordSecret],
  ];
  return named.flatMap(([path, secret]) => {
    if (secret === undefined || hasSecret(settings, secret)) return [];
    const fix = `pulumi config set --secret --path 'agentobs:secrets.${secret}' <value>`;
    return [problem(["tempo", ...path], `there is no secret "${secret}"`, fix)];
  });
}
