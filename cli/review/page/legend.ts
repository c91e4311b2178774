import { element } from "./dom.ts";
import { formatText } from "./format.ts";

/** One line of a chart: a value per step, null where there is none. */
export interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly color: string;
}

const COLUMNS = ["Name", "Last *", "Mean", "Max"] as const;

/**
 * The table below a chart. A click shows one line alone and all of them again; with Ctrl or Cmd it
 * hides or shows one, as in Grafana.
 */
export function legend(
  lines: readonly Line[],
  unit: string,
  onChange: (visible: readonly boolean[]) => void,
): HTMLElement {
  const visible = lines.map(() => true);
  const rows = lines.map(({ name, values, color }, index) => {
    const dash = element("i", { class: "dash" });
    dash.style.backgroundColor = color;
    const label = element("button", { class: "series", title: name }, dash);
    label.append(name);
    label.addEventListener("click", ({ ctrlKey, metaKey }) => {
      const alone = visible.every((shown, other) => shown === (other === index));
      if (ctrlKey || metaKey) visible[index] = !visible[index];
      else visible.forEach((_, other) => (visible[other] = alone || other === index));
      rows.forEach((row, other) => row.classList.toggle("hidden", !visible[other]));
      onChange(visible);
    });
    const numbers = summary(values).map((value) =>
      element("td", { class: "number", text: formatText(value, unit) }),
    );
    return element("tr", {}, element("td", {}, label), ...numbers);
  });
  const head = element("tr", {}, ...COLUMNS.map((text) => element("th", { text })));
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
  return element("div", { class: "legend" }, table);
}

/** Last, mean and largest value, of those that are there. */
export function summary(values: readonly (number | null)[]): readonly (number | null)[] {
  const there = values.filter((value) => value !== null);
  const last = there.at(-1);
  if (last === undefined) return [null, null, null];
  const sum = there.reduce((total, value) => total + value, 0);
  return [last, sum / there.length, Math.max(...there)];
}
