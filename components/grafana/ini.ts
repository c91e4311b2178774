type Value = string | number | boolean | undefined;

/**
 * Sections of options as Grafana's own file has them, without those that are undefined.
 * https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#configuration-file-location
 *
 * @throws Error where a value would not be read as it is
 */
export function iniText(sections: Readonly<Record<string, Readonly<Record<string, Value>>>>) {
  return Object.entries(sections)
    .map(([section, options]) => {
      const lines = Object.entries(options).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key} = ${plain(`${section}.${key}`, String(value))}`],
      );
      return `${[`[${section}]`, ...lines].join("\n")}\n`;
    })
    .join("\n");
}

/** A comment begins at `#` and `;`, and a quote or a backslash means something. */
function plain(where: string, value: string): string {
  if (/[#;"`\\\n]/.test(value)) throw new Error(`grafana.ini ${where}: "${value}" needs quotes`);
  return value;
}
