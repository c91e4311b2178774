import type { Destination } from "../../components/collector/plan.ts";
import type { Backend } from "./ask.ts";

/** A secret's value by its name, undefined where it is not known on this machine. */
export type SecretValue = (name: string) => string | undefined;

/** The variable that hands a secret over where the stack's own way does not lead to it. */
export const secretVariableOf = (name: string): string =>
  `AGENTOBS_SECRET_${name.toUpperCase().replaceAll("-", "_")}`;

/** What is to be shown at a destination, which takes questions with what it takes spans with. */
export function backendOf(
  { headers, headerSecrets, basicAuth, ca, address }: Destination,
  url: string,
  secretValue: SecretValue,
): Backend | { readonly because: string; readonly fix: string } {
  const missing: string[] = [];
  const read = (name: string): string => {
    const value = secretValue(name);
    if (value === undefined) missing.push(name);
    return value ?? "";
  };
  const secret = Object.entries(headerSecrets).map(([header, name]): [string, string] => [
    header,
    read(name),
  ]);
  const basic = basicAuth && {
    authorization: basicHeader(
      typeof basicAuth.user === "string" ? basicAuth.user : read(basicAuth.user.secret),
      read(basicAuth.passwordSecret),
    ),
  };
  if (missing.length > 0) return withoutSecrets(missing);
  // How traces are to be stored is no part of a question; a tenant is.
  const plain = Object.entries(headers).filter(([name]) => name !== "x-langfuse-ingestion-version");
  return {
    url,
    headers: { ...Object.fromEntries([...plain, ...secret]), ...basic },
    ...("workload" in address ? {} : { ca }),
  };
}

const basicHeader = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

export function withoutSecrets(names: readonly string[]) {
  return {
    because: `the value of ${names.map((name) => `"${name}"`).join(" and ")} is not known here`,
    fix: `give it to this command: ${names.map(secretVariableOf).join(", ")}`,
  };
}
