import { setTimeout as sleep } from "node:timers/promises";

/** Asks again until `check` holds, at most `seconds`; gives the last answer either way. */
export async function eventuallyAsked<T>(
  ask: () => Promise<T>,
  check: (answer: T) => boolean,
  seconds = 30,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let answer = await ask();
  while (!check(answer) && Date.now() < end) {
    await sleep(250);
    answer = await ask();
  }
  return answer;
}
