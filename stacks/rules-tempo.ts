import type { Problem } from "../components/core/errors.ts";
import type { Report } from "./keys.ts";
import { hasSecret } from "./secrets-plan.ts";
import type { Settings } from "./settings.ts";

/** A Tempo of the stack's own that can't work as it is set. */
export function tempoProblems(settings: Settings, problem: Report): Problem[] {
  const { s3 } = settings.tempo.storage;
  if (!runsTempo(settings)) return [];
  const named: [path: string[], secret: string | undefined][] = [
    [["storage", "s3", "accessKeySecret"], s3?.accessKeySecret],
    [["storage", "s3", "secretKeySecret"], s3?.secretKeySecret],
  ];
  return named.flatMap(([path, secret]) => {
    if (secret === undefined || hasSecret(settings, secret)) return [];
    const fix = `pulumi config set --secret --path 'agentobs:secrets.${secret}' <value>`;
    return [problem(["tempo", ...path], `there is no secret "${secret}"`, fix)];
  });
}

const runsTempo = ({ destinations }: Settings): boolean =>
  destinations.some(({ type, endpoint }) => type === "tempo" && endpoint === undefined);
