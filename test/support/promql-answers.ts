/** What Grafana puts in the place of its variables when everything is selected. */
export function filledIn(text: string): string {
  return text
    .replaceAll("$__rate_interval", "2m")
    .replaceAll("$__range", "10m")
    .replaceAll("$__interval", "30s")
    .replace(/\$(environment|service|agent|model|tool)\b/g, ".*");
}

export interface Answer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value?: readonly [number, string];
      readonly values?: readonly (readonly [number, string])[];
    }[];
  };
}

/** The last value of each series. */
export function lastValues({ data }: Answer): readonly number[] {
  return data.result.map(({ value, values }) => Number((value ?? values?.at(-1))?.[1]));
}
