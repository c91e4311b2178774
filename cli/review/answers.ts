import { ProblemError } from "../../components/core/errors.ts";
import type { Asked } from "./describe.ts";
import type {
  DashboardOf,
  DrawnDashboard,
  DrawnPanel,
  DrawnRule,
  Firing,
  PanelView,
  Range,
  RuleView,
  Series,
} from "./document.ts";
import type { Store } from "./store.ts";

/** Kinds of panels that show one number per series, over the whole range. */
const NUMBERS: ReadonlySet<string> = new Set(["stat", "bargauge", "table"]);

/** Asks each query once, however many panels or revisions want it. */
export class Answers {
  readonly #store: Store;
  readonly #range: Range;
  readonly #asked = new Map<string, Promise<readonly Series[]>>();

  constructor(store: Store, range: Range) {
    this.#store = store;
    this.#range = range;
  }

  async dashboards(
    all: readonly DashboardOf<Asked<PanelView>>[],
  ): Promise<readonly DrawnDashboard[]> {
    const drawn: DrawnDashboard[] = [];
    for (const { rows, ...dashboard } of all) {
      const filled = [];
      for (const { title, panels } of rows) {
        const withAnswers = [];
        for (const panel of panels) withAnswers.push(await this.#panel(panel));
        filled.push({ title, panels: withAnswers });
      }
      drawn.push({ ...dashboard, rows: filled });
    }
    return drawn;
  }

  async #panel({ asked, ...panel }: Asked<PanelView>): Promise<DrawnPanel> {
    const numbers = NUMBERS.has(panel.kind);
    const answers = await Promise.all(
      asked.map((query) => this.#ask(`panel "${panel.title}"`, query, numbers)),
    );
    return { ...panel, answers };
  }

  async rules(all: readonly Asked<RuleView>[]): Promise<readonly DrawnRule[]> {
    const drawn: DrawnRule[] = [];
    for (const { asked, ...rule } of all) {
      const [measured = [], holds = []] = await Promise.all(
        asked.map((query) => this.#ask(`rule ${rule.id}`, query, false)),
      );
      drawn.push({ ...rule, measured, firing: firingOf(holds, rule.forSeconds, this.#range) });
    }
    return drawn;
  }

  async #ask(where: string, query: string, numbers: boolean): Promise<readonly Series[]> {
    const key = `${numbers ? "latest" : "over time"} ${query}`;
    let answer = this.#asked.get(key);
    if (!answer) {
      answer = numbers
        ? this.#store.latest(query, this.#range)
        : this.#store.overTime(query, this.#range);
      this.#asked.set(key, answer);
    }
    try {
      return await answer;
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      const fix = "mend the query: the store says what it does not understand";
      throw new ProblemError({ where: `make review, ${where}`, what, fix });
    }
  }
}

/** When a rule fires: from the moment at which its expression has held for so long. */
export function firingOf(
  holds: readonly Series[],
  forSeconds: number,
  { startSeconds, stepSeconds }: Range,
): readonly Firing[] {
  return holds.flatMap(({ labels, values }) => {
    const firings: Firing[] = [];
    let first: number | undefined;
    [...values, null].forEach((value, index) => {
      if (value !== null) {
        first ??= index;
        return;
      }
      if (first === undefined) return;
      const fromSeconds = startSeconds + first * stepSeconds + forSeconds;
      const toSeconds = startSeconds + (index - 1) * stepSeconds;
      first = undefined;
      if (toSeconds >= fromSeconds) firings.push({ labels, fromSeconds, toSeconds });
    });
    return firings;
  });
}
