import { defineConfig } from "vitest/config";

const SECOND = 1_000;

/** Groups run one after another: what measures time is not disturbed by what computes. */
const COMPUTING = { sequence: { groupOrder: 0 } };
/** What fills a core or an engine by itself: one file at a time, so that waits can be short and bounded. */
const alone = (groupOrder: number) => ({ sequence: { groupOrder }, fileParallelism: false });
/** Mostly waits for programs that start: a file for each of two cores. */
const BESIDE = { sequence: { groupOrder: 3 }, maxWorkers: 2 };

/** One project per folder of `test/`: `npx vitest run --project unit`. */
export default defineConfig({
  test: {
    projects: [
      project("unit", COMPUTING, 20 * SECOND),
      project("golden", COMPUTING, 30 * SECOND),
      project("alerts", COMPUTING, 60 * SECOND),
      project("collector", alone(1), 120 * SECOND),
      project("docker", alone(2), 300 * SECOND),
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
