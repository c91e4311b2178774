type Labels = Readonly<Record<string, string>>;

interface Samples {
  readonly metric: Labels;
  readonly values: number[];
  readonly timestamps: number[];
}

/** Samples by series, and as what VictoriaMetrics imports. */
export class History {
  readonly #series = new Map<string, Samples>();

  /** Samples of a series come in the order of their time. */
  add(name: string, labels: Labels, seconds: number, value: number): void {
    const key = `${name}${JSON.stringify(labels)}`;
    let series = this.#series.get(key);
    if (!series) {
      series = { metric: { __name__: name, ...labels }, values: [], timestamps: [] };
      this.#series.set(key, series);
    }
    series.values.push(value);
    series.timestamps.push(seconds * 1000);
  }

  /**
   * One JSON object per line.
   * https://docs.victoriametrics.com/victoriametrics/#how-to-import-data-in-json-line-format
   */
  lines(): string {
    return [...this.#series.values()].map((series) => `${JSON.stringify(series)}\n`).join("");
  }
}
