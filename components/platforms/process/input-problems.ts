import type { CheckFailure } from "@pulumi/pulumi/provider/provider.js";
import { isAbsolute } from "node:path";
import { failures, isUnknown } from "../../provider/properties.ts";
import type { BinariesInputs, ProcessInputs } from "./inputs.ts";
import { programProblem } from "./launch.ts";
import { portProblem } from "./ports.ts";
import { runningRecords } from "./record.ts";
import { secretNames } from "./spec.ts";
import { folderProblem } from "./state.ts";

/** What makes the whole stack impossible here: found before anything is touched. */
export async function stackFailures(
  { stack, folder, ports = {} }: BinariesInputs,
  platform: string = process.platform,
): Promise<CheckFailure[]> {
  if (platform !== "linux" && platform !== "darwin")
    return failures({
      where: `Pulumi.${stack}.yaml: agentobs:platform`,
      what: `the process platform runs on Linux and macOS, not on ${platform}`,
      fix: "use the Windows Subsystem for Linux, or agentobs:platform: docker",
    });
  if (!/^\w[\w.-]*$/.test(stack))
    return failures({
      where: `stack ${stack}`,
      what: "its name can't be a folder's name",
      fix: "pulumi stack rename, to letters, digits, dots, dashes and underscores",
    });
  return failures(folderProblem(folder), await portProblem({ stack, folder, ports }));
}

/** Everything that is wrong with a process and can be known before it is touched. */
export async function processFailures(
  news: ProcessInputs,
  olds: Partial<ProcessInputs>,
): Promise<CheckFailure[]> {
  return [
    ...fileFailures(news),
    ...secretFailures(news),
    ...movedFailures(news, olds),
    ...(isUnknown(news.program) ? [] : failures(programProblem(news))),
    ...failures(await portProblem({ ...news, ports: { [news.name]: news.ports } })),
  ];
}

/** A file's name becomes a path below the process's own folder, and must stay there. */
function fileFailures({ name, files, secretFiles }: ProcessInputs): CheckFailure[] {
  return [...Object.keys(files), ...Object.keys(secretFiles)]
    .filter((file) => isAbsolute(file) || file.split("/").some((part) => /^\.{0,2}$/.test(part)))
    .flatMap((file) =>
      failures({
        where: `process ${name}`,
        what: `the file "${file}" is not a path below its folder`,
        fix: `name it like "config.yaml" or "rules/agents.yaml"`,
      }),
    );
}

/** An empty one counts as missing: as a password it would let everybody in. */
function secretFailures({ name, stack, ...inputs }: ProcessInputs): CheckFailure[] {
  const { secrets } = inputs;
  if (isUnknown(secrets)) return [];
  return secretNames(inputs)
    .filter((secret) => !secrets[secret]?.trim())
    .flatMap((secret) =>
      failures({
        where: `Pulumi.${stack}.yaml: agentobs:secrets.${secret}`,
        what: `process ${name} needs this secret`,
        fix: `pulumi config set --secret --path 'agentobs:secrets.${secret}' <value>`,
      }),
    );
}

/** Started anew in another folder, the process would run twice and miss its data. */
function movedFailures(news: ProcessInputs, olds: Partial<ProcessInputs>): CheckFailure[] {
  const { folder } = olds;
  if (!folder || folder === news.folder || runningRecords(folder).length === 0) return [];
  return failures({
    where: `process ${news.name}`,
    what: `its stack runs in ${folder}, and the state folder is now ${news.folder}`,
    fix: "set AGENTOBS_HOME as it was, or run make down with it first",
  });
}
