import { defineConfig } from "vitest/config";

const SECOND = 1_000;

/** Groups run one after another: what measures time is not disturbed by what computes. */
const COMPUTING = { sequence: { groupOrder: 0 } };
/** What fills a core by itself: one file at a time, so that waits can be short and bounded. */
const ALONE = { sequence: { groupOrder: 1 }, fileParallelism: false };
/** Mostly waits for programs that start: a file for each of two cores. */
const BESIDE = { sequence: { groupOrder: 2 }, maxWorkers: 2 };

/** One project per folder of `test/`: `npx vitest run --project unit`. */
export default defineConfig({
  test: {
    projects: [
      project("unit", COMPUTING, 20 * SECOND),
      project("golden", COMPUTING, 30 * SECOND),
      project("alerts", COMPUTING, 60 * SECOND),
      project("collector", ALONE, 120 * SECOND),
      project("docker", BESIDE, 300 * SECOND),
      project("component", BESIDE, 120 * SECOND),
      project("kubernetes", BESIDE, 240 * SECOND),
      project("up", BESIDE, 15 * 60 * SECOND),
    ],
  },
});

function project(name: string, group: object, timeoutMs: number) {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      testTimeout: timeoutMs,
      hookTimeout: timeoutMs,
      ...group,
    },
  };
}
