import type { Problem } from "../components/core/errors.ts";
import { pasteable, type Report } from "./keys.ts";
import { langfusePlan } from "./langfuse.ts";
import { unknownSecret } from "./rules-secrets.ts";
import type { Settings } from "./settings.ts";

/** Those that may be elsewhere, by the key of the settings. */
export const LANGFUSE_STORES = ["postgres", "clickhouse", "valkey", "s3"] as const;

/** Settings of Langfuse that mean nothing, can't work, or aren't safe. */
export function langfuseProblems(settings: Settings, problem: Report): Problem[] {
  return [
    ...withoutLangfuse(settings, problem),
    ...unknownSecrets(settings, problem),
    ...untrusted(settings, problem),
    ...elsewhereExposed(settings, problem),
    ...unsafeProduction(settings, problem),
  ];
}

/** A store elsewhere is for the Langfuse of the kit: one of a vendor has its own. */
function withoutLangfuse(settings: Settings, problem: Report): Problem[] {
  if (langfusePlan(settings)) return [];
  return LANGFUSE_STORES.filter((store) => settings.langfuse[store]).map((store) => {
    const what = "no destination asks the kit to run Langfuse, so nothing would use this store";
    const fix = `add { type: langfuse } to the destinations, or remove langfuse.${store}`;
    return problem(["langfuse", store], what, fix);
  });
}

function unknownSecrets(settings: Settings, problem: Report): Problem[] {
  return LANGFUSE_STORES.flatMap((store) =>
    Object.entries(settings.langfuse[store] ?? {}).flatMap(([key, value]) =>
      key.endsWith("Secret") && typeof value === "string"
        ? unknownSecret(settings, problem, ["langfuse", store, key], value)
        : [],
    ),
  );
}

/** Certificates are for stores elsewhere: inside the cluster nothing shows one. */
function untrusted({ langfuse }: Settings, problem: Report): Problem[] {
  if (langfuse.ca === undefined || LANGFUSE_STORES.some((store) => langfuse[store])) return [];
  const what = "certificates to trust, but every store is the kit's own and shows none";
  return [problem(["langfuse", "ca"], what, "remove ca, or say where a store is")];
}

/** Langfuse signs people in under its own address only. */
function elsewhereExposed({ kubernetes, langfuse }: Settings, problem: Report): Problem[] {
  const { ingress, gateway } = kubernetes;
  const host = (ingress ?? gateway)?.pages["langfuse-web"]?.host;
  if (host === undefined || new URL(langfuse.url).hostname === host) return [];
  const what = `browsers reach it as ${host}, and nobody could sign in there`;
  return [problem(["langfuse", "url"], what, pasteable(["langfuse", "url"], `https://${host}`))];
}

function unsafeProduction(settings: Settings, problem: Report): Problem[] {
  const { environment, langfuse } = settings;
  if (environment !== "production" || !langfusePlan(settings)) return [];
  const inClear = LANGFUSE_STORES.flatMap((store) => {
    const chosen = langfuse[store];
    if (!chosen) return [];
    if ("tls" in chosen && !chosen.tls)
      return [
        problem(
          ["langfuse", store, "tls"],
          "the password and the traces would cross the network in clear",
          pasteable(["langfuse", store, "tls"], true),
        ),
      ];
    if ("endpoint" in chosen && chosen.endpoint?.startsWith("http://"))
      return [
        problem(
          ["langfuse", store, "endpoint"],
          "the traces would cross the network in clear",
          pasteable(["langfuse", store, "endpoint"], `https${chosen.endpoint.slice(4)}`),
        ),
      ];
    return [];
  });
  if (langfuse.url.startsWith("https://")) return inClear;
  const what = "people would sign in over a plain connection, or from their own machine only";
  return [...inClear, problem(["langfuse", "url"], what, pasteable(["langfuse", "url"]))];
}
