/**
 * A value that the collector reads from an environment variable when it starts: a secret, whose
 * text is in no file. https://opentelemetry.io/docs/collector/configuration/#environment-variables
 */
export class EnvironmentVariable {
  readonly variable: string;

  constructor(variable: string) {
    this.variable = variable;
  }
}
