import { element } from "./dom.ts";
import { formatText } from "./format.ts";
import { type Line, summary } from "./line.ts";

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
