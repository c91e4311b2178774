import { askJson, type Backend } from "../ask.ts";
import { type Finding, finding } from "../check.ts";

/** What the kit has put into a Honeycomb environment, by name. */
export interface HoneycombContents {
  /** Names of triggers by the slug of their dataset. */
  readonly triggers: Readonly<Record<string, readonly string[]>>;
  readonly boards: readonly string[];
}

interface Named {
  readonly name: string;
  readonly disabled?: boolean;
}

/** https://api-docs.honeycomb.io/api/triggers, https://api-docs.honeycomb.io/api/boards */
export async function honeycombContents(
  backend: Backend,
  { triggers, boards }: HoneycombContents,
): Promise<readonly Finding[]> {
  const found = await Promise.all(
    Object.entries(triggers).map(async ([dataset, names]) => {
      const path = `/1/triggers/${encodeURIComponent(dataset)}`;
      return problems(names, await askJson<readonly Named[]>(backend, { path }));
    }),
  );
  const missing = found.flat();
  const wanted = Object.values(triggers).flat().length;
  const shown = problems(boards, await askJson<readonly Named[]>(backend, { path: "/1/boards" }));
  return [
    finding("triggers in Honeycomb", wanted, wanted - missing.length, missing),
    finding("boards in Honeycomb", boards.length, boards.length - shown.length, shown),
  ];
}

function problems(names: readonly string[], there: readonly Named[]): string[] {
  return names.flatMap((name) => {
    const found = there.find((one) => one.name === name);
    if (!found) return [`not there: ${name}`];
    return found.disabled ? [`switched off: ${name}`] : [];
  });
}
