import { z } from "zod";
import { riskNames, RISKS, type RiskName } from "./risks.ts";
import { shown } from "./settings-types.ts";

const reason = (why: string) =>
  z
    .string()
    .min(10, { error: "a sentence that says why this is accepted" })
    .meta(shown("a service mesh encrypts all of it", why));

/** `agentobs:acknowledge`: what production otherwise refuses, each with a reason. */
export const AcknowledgeSettings = z.strictObject(
  Object.fromEntries(riskNames.map((name) => [name, reason(RISKS[name]).optional()])) as Record<
    RiskName,
    z.ZodOptional<ReturnType<typeof reason>>
  >,
);
