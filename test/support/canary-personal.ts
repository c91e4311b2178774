import type { Maker } from "./random.ts";

/** First digits and length of the big networks' numbers. */
const NETWORKS: Readonly<
  Record<string, readonly [prefixes: readonly [string, ...string[]], length: number]>
> = {
  visa: [["4"], 16],
  mastercard: [["51", "52", "53", "54", "55"], 16],
  "mastercard, 2-series": [["2221", "2345", "2599", "2720"], 16],
  "american express": [["34", "37"], 15],
  discover: [["6011", "644", "649", "65"], 16],
  "diners club": [["300", "305", "36", "38"], 14],
  jcb: [["3528", "3566", "3589"], 16],
  unionpay: [["62"], 16],
  mir: [["2200", "2204"], 16],
};

/** A number whose last digit is its check digit: https://en.wikipedia.org/wiki/Luhn_algorithm */
function withCheckDigit(digits: string): string {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

function card(network: string, gap: string): Maker {
  return ({ digits, pick }) => {
    const [prefixes, length] = NETWORKS[network] ?? [["4"], 16];
    const prefix = pick(prefixes);
    const number = withCheckDigit(prefix + digits(length - prefix.length - 1));
    const groups = length === 16 ? /(.{4})(.{4})(.{4})(.{4})/ : /(.{4})(.{6})(.+)/;
    return groups.exec(number)?.slice(1).join(gap) ?? number;
  };
}
export const CARDS: Readonly<Record<string, Maker>> = Object.fromEntries(
  Object.keys(NETWORKS).flatMap((network) =>
    Object.entries({ plain: "", blanks: " ", dashes: "-" }).map(([how, gap]) => [
      `card ${network}, ${how}`,
      card(network, gap),
    ]),
  ),
);

/** Forms of numbers, `#` a digit. */
const PHONES: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "phone, E.164": [
    "+4917########",
    "+1415555####",
    "+9198########",
    "+86138########",
    "+55119########",
  ],
  "phone, Germany": ["+49 171 #######", "+49 (0)30 ########", "0171 #######", "030/########"],
  "phone, United Kingdom": ["+44 20 7### ####", "+44 7### ######", "020 7### ####", "07### ######"],
  "phone, United States": [
    "+1 (415) 5##-####",
    "+1-415-5##-####",
    "(415) 5##-####",
    "415-5##-####",
    "415.5##.####",
  ],
  "phone, France": ["+33 6 ## ## ## ##", "06 ## ## ## ##", "06.##.##.##.##"],
  "phone, Asia": ["+91 98### #####", "+86 138 #### ####", "+81 90-####-####", "+65 8### ####"],
  "phone, dialled from abroad": ["0049 171 #######", "0044 20 7### ####"],
};
export const PHONE_NUMBERS: Readonly<Record<string, Maker>> = Object.fromEntries(
  Object.entries(PHONES).flatMap(([kind, forms]) =>
    forms.map((form, index): [string, Maker] => [
      `${kind} ${index + 1}`,
      ({ below }) => form.replaceAll("#", () => String(2 + below(7))),
    ]),
  ),
);

export const EMAILS: Readonly<Record<string, Maker>> = {
  "e-mail": ({ lower }) => `jane.${lower(9)}@mail.example.com`,
  "e-mail with a tag": ({ lower }) => `${lower(9)}+news@example.co.uk`,
  "e-mail, upper case": ({ lower }) => `${lower(10).toUpperCase()}@EXAMPLE.ORG`,
  "e-mail, international": ({ lower }) => `jürgen.${lower(9)}@müller-straße.de`,
  "e-mail, percent-encoded": ({ lower }) => `https://x.example/?to=jane.${lower(9)}%40example.com`,
};
