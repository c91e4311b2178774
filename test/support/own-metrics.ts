/** Sum of a metric's samples in the Prometheus text format. */
export function sumOf(text: string, metric: string, labels = ""): number {
  return text
    .split("\n")
    .filter(
      (line) =>
        /[{ ]/.test(line.charAt(metric.length)) && line.startsWith(metric) && line.includes(labels),
    )
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
}
