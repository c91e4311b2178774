const MINUTE = 60;
/** What a collector pushes of one counter: seconds before the end, and its value. It pushes growth only. */
type Pushed = readonly (readonly [secondsAgo: number, value: number])[];

export interface Case {
  readonly what: string;
  /** By the replica that pushes. */
  readonly pushed: Readonly<Record<string, Pushed>>;
  readonly windowSeconds: number;
  /** How often something really happened in the window. */
  readonly truth: number;
  /** What the kit's query finds in Prometheus, where that is something else. */
  readonly kit?: number;
  /** What `increase()` finds there: undefined is no answer at all. */
  readonly plain: number | undefined;
}

/** From `secondsAgo` on, one more every `every` seconds up to the end. */
const steady = (secondsAgo: number, every: number, from = 0): Pushed =>
  Array.from({ length: Math.floor(secondsAgo / every) }, (_, index) => [
    secondsAgo - index * every - 2,
    from + index + 1,
  ]);

export const CASES: readonly Case[] = [
  {
    what: "a new agent's only call",
    pushed: { "gateway-0": [[122, 1]] },
    windowSeconds: 5 * MINUTE,
    truth: 1,
    plain: undefined,
  },
  {
    what: "a new agent's first burst, and one more",
    pushed: {
      "gateway-0": [
        [242, 40],
        [62, 41],
      ],
    },
    windowSeconds: 5 * MINUTE,
    truth: 41,
    plain: 1.7,
  },
  {
    what: "one call after an hour's rest",
    pushed: {
      "gateway-0": [
        [3_722, 611],
        [62, 612],
      ],
    },
    windowSeconds: 5 * MINUTE,
    truth: 1,
    plain: undefined,
  },
  {
    what: "a call every ten minutes",
    pushed: { "gateway-0": steady(7_200, 600) },
    windowSeconds: 5 * MINUTE,
    truth: 0,
    plain: undefined,
  },
  {
    what: "the same, over an hour",
    pushed: { "gateway-0": steady(7_200, 600) },
    windowSeconds: 60 * MINUTE,
    truth: 6,
    plain: 6,
  },
  {
    what: "a call every five seconds",
    pushed: { "gateway-0": steady(1_800, 5) },
    windowSeconds: 10 * MINUTE,
    truth: 120,
    plain: 120,
  },
  {
    what: "two replicas, one of which rests",
    pushed: {
      "gateway-0": steady(1_800, 5),
      "gateway-1": [
        [1_502, 20],
        [302, 30],
      ],
    },
    windowSeconds: 10 * MINUTE,
    truth: 130,
    plain: 120,
  },
  {
    what: "a restart after a rest",
    pushed: {
      "gateway-0": [
        [3_722, 611],
        [62, 4],
      ],
    },
    windowSeconds: 5 * MINUTE,
    truth: 4,
    plain: undefined,
  },
  {
    what: "a restart in the midst of steady calls",
    pushed: { "gateway-0": [...steady(1_800, 5, 500).slice(0, 300), ...steady(300, 5)] },
    windowSeconds: 10 * MINUTE,
    truth: 120,
    kit: 120,
    plain: 120,
  },
  {
    what: "a restart between rare calls",
    pushed: {
      "gateway-0": [
        [402, 100],
        [252, 110],
        [102, 3],
        [52, 4],
      ],
    },
    windowSeconds: 5 * MINUTE,
    truth: 14,
    kit: 6,
    plain: 6,
  },
];
