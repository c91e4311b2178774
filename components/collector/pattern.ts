/**
 * Secrets and personal data by shape, RE2 syntax. A pattern masks what it finds and nothing around
 * it: characters that it needs to see on its left or right are groups that `by` puts back.
 */
export interface Pattern {
  readonly name: string;
  /**
   * Where none of them is found, `find` can't be either. Each starts with a literal, because that is
   * looked for fast in a long text. https://pkg.go.dev/regexp#Regexp.LiteralPrefix
   */
  readonly screens: readonly string[];
  /** The screens are lower case and stand for any case. */
  readonly anyCase?: true;
  readonly find: string;
  readonly by: string;
}
