import type { Answer } from "../strict-http.ts";
import type { SeenSpan } from "../spans.ts";

/** What is wrong with a backend; a test changes it while the backend runs. */
export interface Faults {
  /** Spans of this name are lost on its way to its disk. */
  lostSpan?: string | undefined;
  /** This attribute is lost. */
  lostAttribute?: string | undefined;
  /** This metric is lost, by its OpenTelemetry name. */
  lostMetric?: string | undefined;
  /** So many questions find nothing yet. */
  late?: number;
  /** So many questions are too many. */
  tooMany?: number;
  /** Every question is refused with this status. */
  refused?: 401 | 403 | undefined;
  /** So many questions were asked. */
  questions?: number;
}

/** What a fault answers before the question is even read. */
export function faultOf(faults: Faults, tooMany: Answer): Answer | undefined {
  faults.questions = (faults.questions ?? 0) + 1;
  if (faults.refused) return { status: faults.refused, body: { message: "no" } };
  if (!faults.tooMany) return undefined;
  faults.tooMany--;
  return tooMany;
}

/** Whether a question comes before the data. */
export function isLate(faults: Faults): boolean {
  if (!faults.late) return false;
  faults.late--;
  return true;
}

/** The spans as the backend kept them. */
export const kept = (spans: readonly SeenSpan[], faults: Faults): SeenSpan[] =>
  spans
    .filter(({ name }) => name !== faults.lostSpan)
    .map((span) => ({
      ...span,
      attributes: (span.attributes ?? []).filter(({ key }) => key !== faults.lostAttribute),
      plain: Object.fromEntries(
        Object.entries(span.plain).filter(([key]) => key !== faults.lostAttribute),
      ),
    }));

/** Healthy again, and nothing was asked. */
export function heal(faults: Faults): void {
  for (const key of Object.keys(faults)) Reflect.deleteProperty(faults, key);
}
