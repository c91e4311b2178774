/**
 * Grafana's colours, by its names for them.
 * https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/themes/createVisualizationColors.ts
 */
const DARK: Readonly<Record<string, string>> = {
  green: "#73BF69",
  "semi-dark-yellow": "#F2CC0C",
  "light-blue": "#8AB8FF",
  "semi-dark-orange": "#FF780A",
  orange: "#FF9830",
  red: "#F2495C",
  blue: "#5794F2",
  purple: "#B877D9",
  "dark-green": "#37872D",
  yellow: "#FADE2A",
  text: "#CCCCDC",
};

const LIGHT: Readonly<Record<string, string>> = {
  green: "#56A64B",
  "semi-dark-yellow": "#E0B400",
  "light-blue": "#5794F2",
  "semi-dark-orange": "#FA6400",
  orange: "#FF780A",
  red: "#E02F44",
  blue: "#3274D9",
  purple: "#A352CC",
  "dark-green": "#19730E",
  yellow: "#F2CC0C",
  text: "#24292E",
};

/** The order in which series get their colours: Grafana's classic palette. */
const PALETTE = [
  ...["green", "semi-dark-yellow", "light-blue", "semi-dark-orange", "red", "blue", "purple"],
  ...["#705DA0", "dark-green", "yellow", "#447EBC", "#C15C17", "#890F02", "#0A437C", "#6D1F62"],
] as const;

/** Scheme "Oranges" of the heatmap, from least to most on a light page. */
const ORANGES = [
  ...["#FFF5EB", "#FEE6CE", "#FDD0A2", "#FDAE6B", "#FD8D3C", "#F16913", "#D94801", "#A63603"],
  "#7F2704",
] as const;

const HEAT_STEPS = 64;

const darkPage = matchMedia("(prefers-color-scheme: dark)");

export function onThemeChange(redraw: () => void): void {
  darkPage.addEventListener("change", redraw);
}

export function isDark(): boolean {
  return darkPage.matches;
}

export function color(name: string): string {
  return (isDark() ? DARK : LIGHT)[name] ?? name;
}

export function seriesColor(index: number): string {
  return color(PALETTE[index % PALETTE.length] ?? "green");
}

/** The colour with an opacity from 0 to 1. */
export function faded(hex: string, opacity: number): string {
  const alpha = Math.round(opacity * 255);
  return `${hex}${alpha.toString(16).padStart(2, "0")}`;
}

/** Colour of a share from 0 to 1: most stands out from the page. */
export function heatColor(share: number): string {
  const stepped = Math.round(share * (HEAT_STEPS - 1)) / (HEAT_STEPS - 1);
  const place = (isDark() ? 1 - stepped : stepped) * (ORANGES.length - 1);
  const from = Math.min(Math.floor(place), ORANGES.length - 2);
  return mixed(ORANGES[from] ?? ORANGES[0], ORANGES[from + 1] ?? ORANGES[0], place - from);
}

function mixed(a: string, b: string, share: number): string {
  const part = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  const rgb = [1, 3, 5].map((at) => Math.round(part(a, at) * (1 - share) + part(b, at) * share));
  return `rgb(${rgb.join(" ")})`;
}
