import { IMAGES } from "../../core/images.ts";
import type { InstanceName } from "../../core/names.ts";
import type { Workload } from "../../workload.ts";
import { CONTAINER_PATHS } from "../container-paths.ts";
import { imageOf } from "../image.ts";
import { helper } from "./helper.ts";
import { filesName, secretVariable } from "./names.ts";
import type { FilesObject, Mount, SecretFile } from "./objects.ts";
import type { DockerPlan } from "./plan.ts";

/** Where a compose file mounts the folder with the configuration. */
export const INPUT_FOLDER = "/input";

/**
 * The container that puts a workload's files into its volumes and ends: nothing of the host is mounted
 * into the workload, so the engine may be another machine, and volumes belong to the image's user.
 */
export function filesOf(
  workload: Workload,
  instance: InstanceName,
  mounts: readonly Mount[],
  plan: DockerPlan,
): FilesObject | undefined {
  if (mounts.length === 0) return undefined;
  const { files, data, tool } = workload;
  const secretFiles = workload.secrets.filter((use) => "file" in use);
  const { user } = IMAGES[tool];
  const lines = [
    "set -eu",
    ...(Object.keys(files).length > 0 ? configLines() : []),
    ...(secretFiles.length > 0 ? secretLines(secretFiles, user) : []),
    ...(data ? dataLines(user) : []),
  ];
  const named = secretFiles.flatMap((use) =>
    "lines" in use ? use.lines.map(({ secret }) => secret) : [use.secret],
  );
  return {
    container: {
      ...helper(instance, plan),
      name: filesName(instance, plan),
      image: imageOf("busybox", plan),
      user: "0:0",
      command: ["sh", "-c", `${lines.join("\n")}\n`],
      secretEnvironment: Object.fromEntries(named.map((name) => [secretVariable(name), name])),
      mounts: mounts.map((mount) => ({ ...mount, readOnly: false })),
      // The engine takes no file into a container whose root is read-only, not even for a volume:
      // https://github.com/moby/moby/blob/v28.5.2/daemon/archive_unix.go
      readOnly: false,
      capabilities: { drop: ["ALL"], add: ["CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER"] },
    },
    uploads: Object.fromEntries(
      Object.entries(files).map(([file, text]) => [`${CONTAINER_PATHS.files}/${file}`, text]),
    ),
  };
}

/** Pulumi's provider has put the files there before; a compose file mounts them elsewhere. */
const configLines = (): string[] => [
  `if [ -d ${INPUT_FOLDER} ]; then cp -R ${INPUT_FOLDER}/. ${CONTAINER_PATHS.files}/; fi`,
  `chmod -R u=rwX,go=rX ${CONTAINER_PATHS.files}`,
];

/** Each file is complete the moment it has its name, for a program that reads it again. */
function secretLines(files: readonly SecretFile[], user: number): string[] {
  const folder = CONTAINER_PATHS.secrets;
  const names = files.map((use) => quoted(use.file)).join("|");
  return [
    "umask 077",
    "line() { printf %s \"$1\" | sed -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//'; }",
    `put() { cat >${folder}/.new; chmod 0400 ${folder}/.new; chown ${user}:${user} ${folder}/.new; mv -f ${folder}/.new "${folder}/$1"; }`,
    ...files.map((use) => `${textOf(use)} | put ${quoted(use.file)}`),
    // What is not handed over any more does not stay.
    `for file in ${folder}/*; do case "\${file##*/}" in ${names}) ;; *) rm -f "$file" ;; esac; done`,
    `chown ${user}:${user} ${folder}`,
  ];
}

function textOf(use: SecretFile): string {
  if (!("lines" in use)) return `printf %s "$${secretVariable(use.secret)}"`;
  const parts = use.lines.map(
    ({ before = "", secret }) => `${quoted(before)} "$(line "$${secretVariable(secret)}")"`,
  );
  return `printf '%s%s\\n' ${parts.join(" ")}`;
}

const dataLines = (user: number): string[] => [
  `chown ${user}:${user} ${CONTAINER_PATHS.data}`,
  `chmod 0700 ${CONTAINER_PATHS.data}`,
];

/** One word of a shell, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
