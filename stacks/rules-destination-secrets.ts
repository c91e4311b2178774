import { SECRET_KEYS } from "../components/collector/patterns-named.ts";
import type { Problem } from "../components/core/errors.ts";
import { pasteable, type Report } from "./keys.ts";
import { isMadeStack } from "./managed-grafana.ts";
import { isUndecided } from "./rules-managed-grafana.ts";
import { unknownSecret } from "./rules-secrets.ts";
import type { Destination } from "./settings-destinations.ts";
import type { Settings } from "./settings.ts";

/** A line for the whole entry: a list can't be mended by a part of it. */
export const entry = (destination: object): string => pasteable(["destinations"], [destination]);

/** Secrets of a destination that nobody sets, and those that stand where everybody reads them. */
export const destinationSecretProblems = (
  destination: Destination,
  index: number,
  settings: Settings,
  problem: Report,
): Problem[] => [
  ...unknownSecrets(destination, index, settings, problem),
  ...plainSecrets(destination, index, problem),
];

/** Every secret that a destination names, by the key that names it. */
function secretsOf(destination: Destination): [path: string[], secret: string][] {
  const named = Object.entries(destination).flatMap(([key, value]): [string[], string][] =>
    key.endsWith("Secret") && typeof value === "string" ? [[[key], value]] : [],
  );
  if (!("headerSecrets" in destination) && !("basicAuth" in destination)) return named;
  const { headerSecrets = {}, basicAuth } = destination;
  return [
    ...named,
    ...Object.entries(headerSecrets).map(([header, secret]): [string[], string] => [
      ["headerSecrets", header],
      secret,
    ]),
    ...(basicAuth
      ? [[["basicAuth", "passwordSecret"], basicAuth.passwordSecret] as [string[], string]]
      : []),
  ];
}

function unknownSecrets(
  destination: Destination,
  index: number,
  settings: Settings,
  problem: Report,
): Problem[] {
  if (isMadeStack(destination) && isUndecided(settings)) return [];
  return secretsOf(destination).flatMap(([path, secret]) =>
    unknownSecret(settings, problem, ["destinations", index, ...path], secret),
  );
}

/** A plain header stands in the plan and in every rendered file. */
function plainSecrets(destination: Destination, index: number, problem: Report): Problem[] {
  if (!("headers" in destination)) return [];
  const secretive = new RegExp(SECRET_KEYS);
  return Object.keys(destination.headers ?? {}).flatMap((header) => {
    if (!secretive.test(header)) return [];
    const what = "looks like a secret, and would stand in rendered files";
    const fix = entry({ type: destination.type, headerSecrets: { [header]: `my-${header}` } });
    return [problem(["destinations", index, "headers", header], what, fix)];
  });
}
