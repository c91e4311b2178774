import { defineConfig } from "vitest/config";

const SECOND = 1_000;

/** Groups run one after another: what measures time is not disturbed by what computes. */
const COMPUTING = { sequence: { groupOrder: 0 } };
/** Real processes on two cores: one file at a time, so that waits can be short and bounded. */
const RUNNING = { sequence: { groupOrder: 1 }, fileParallelism: false };

/** One project per folder of `test/`: `npx vitest run --project unit`. */
export default defineConfig({
  test: {
    projects: [
      project("unit", COMPUTING, 20 * SECOND),
      project("golden", COMPUTING, 30 * SECOND),
      project("alerts", COMPUTING, 60 * SECOND),
      project("component", RUNNING, 60 * SECOND),
      project("collector", RUNNING, 120 * SECOND),
      project("docker", { ...RUNNING, sequence: { groupOrder: 2 } }, 300 * SECOND),
      project("kubernetes", { ...RUNNING, sequence: { groupOrder: 2 } }, 120 * SECOND),
      project("up", { ...RUNNING, sequence: { groupOrder: 3 } }, 15 * 60 * SECOND),
    ],
  },
});

function project(name: string, group: typeof COMPUTING | typeof RUNNING, timeoutMs: number) {
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
