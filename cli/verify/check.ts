/** One line of the table: what must be, what is, and who lost it where they differ. */
export interface Check {
  readonly name: string;
  readonly expected: string;
  readonly seen: string;
  readonly ok: boolean;
  /** Seconds since the run was sent until this was seen, or given up. */
  readonly seconds: number;
  /** What exactly is wrong, line by line. */
  readonly details: readonly string[];
  /** Which part, or the way between which two, lost or changed it, and the sign of it. */
  readonly hop?: string | undefined;
}

/** What a check found, before anyone knows how long it took or where it was lost. */
export type Finding = Omit<Check, "seconds">;

export function finding(
  name: string,
  expected: string | number,
  seen: string | number,
  details: readonly string[] = [],
): Finding {
  const ok = details.length === 0 && String(expected) === String(seen);
  return { name, expected: String(expected), seen: String(seen), ok, details };
}

/** What was found of what must be nowhere. */
export function leaksFinding(name: string, found: readonly string[]): Finding {
  const hop = found.length > 0 ? "in the collector: its strip and redact stages" : undefined;
  return { ...finding(name, 0, found.length, found), hop };
}
