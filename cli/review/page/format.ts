/** A value as Grafana writes it: the number apart from what stands around it. */
export interface Formatted {
  readonly prefix: string;
  readonly text: string;
  readonly suffix: string;
}

/**
 * Writes a value in a unit of Grafana's, with as many decimals as Grafana gives it.
 * https://github.com/grafana/grafana/tree/main/packages/grafana-data/src/valueFormats
 * (Grafana's own package brings React and moment along: too much for a handful of units.)
 *
 * @param unit Grafana's id; `suffix:<text>` writes the text behind the number, `count:<text>` behind
 *   one that is shortened
 * @param decimals of an axis, where all numbers have the same
 */
export function format(value: number, unit: string, decimals?: number): Formatted {
  const [kind, text] = unit.split(/:(.*)/s);
  if (kind === "suffix") return plain(value, ` ${text ?? ""}`, decimals);
  if (kind === "count") {
    const names = ["", " K", " M", " B", " T"].map((name) => `${name} ${text ?? ""}`);
    return scaled(1000, [names[0] ?? "", ...names.slice(1)])(value, decimals);
  }
  const writer = UNITS[unit];
  return writer
    ? writer(value, decimals)
    : plain(value, unit === "none" ? "" : ` ${unit}`, decimals);
}

export function formatText(value: number | null, unit: string, decimals?: number): string {
  if (value === null) return "–";
  const { prefix, text, suffix } = format(value, unit, decimals);
  return prefix + text + suffix;
}

type Writer = (value: number, decimals?: number) => Formatted;

const UNITS: Readonly<Record<string, Writer>> = {
  short: scaled(1000, ["", " K", " Mil", " Bil", " Tri"]),
  bytes: scaled(1024, [" B", " KiB", " MiB", " GiB", " TiB"]),
  currencyUSD: (value, decimals) => ({
    ...scaled(1000, ["", "K", "M", "B", "T"])(value, decimals),
    prefix: "$",
  }),
  percent: (value, decimals) => plain(value, "%", decimals),
  s: seconds,
  ms: (value, decimals) =>
    Math.abs(value) < 1000 ? plain(value, " ms", decimals) : seconds(value / 1000, decimals),
};

function plain(value: number, suffix: string, decimals?: number): Formatted {
  return { prefix: "", text: fixed(value, decimals), suffix };
}

function scaled(factor: number, suffixes: readonly [string, ...string[]]): Writer {
  return (value, decimals) => {
    const steps = value === 0 ? 0 : Math.floor(Math.log(Math.abs(value)) / Math.log(factor) + 1e-9);
    const index = Math.min(Math.max(steps, 0), suffixes.length - 1);
    return plain(value / factor ** index, suffixes[index] ?? "", decimals);
  };
}

/** Largest first: the first one that the value reaches. */
const TIMES = [
  [86_400, " day"],
  [3600, " hour"],
  [60, " min"],
  [1, " s"],
  [1e-3, " ms"],
] as const;

function seconds(value: number, decimals?: number): Formatted {
  if (value === 0) return plain(0, " s", decimals);
  const [size, name] = TIMES.find(([size]) => Math.abs(value) >= size) ?? [1e-6, " µs"];
  // The decimals of an axis are those of its own unit.
  return plain(value / size, name, size === 1 ? decimals : undefined);
}

/** Three digits that mean something, as Grafana chooses them; whole numbers stay whole. */
function decimalsFor(value: number): number {
  if (Number.isInteger(value)) return 0;
  return Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
}

function fixed(value: number, decimals = decimalsFor(value)): string {
  return value.toFixed(decimals);
}
