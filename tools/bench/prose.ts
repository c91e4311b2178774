const WORDS =
  "the agent asked for a table of all orders that were late and found none in this week so it looked at the month before which had seven of them most from one supplier whose trucks had waited at the border for papers that the customs office wanted signed again by somebody who was on holiday until the weather turned and nobody answered".split(
    " ",
  );
let seed = 7;

/** A text of words, the same in every run of the program and no two alike: it compresses as prose does. */
export function prose(bytes: number): string {
  let text = '[{"role":"user","parts":[{"type":"text","content":"';
  while (text.length < bytes) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += `${WORDS[seed % WORDS.length] ?? ""} `;
  }
  return text.slice(0, bytes);
}
