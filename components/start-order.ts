import type { InstanceName } from "./core/names.ts";
import type { Workload } from "./workload.ts";

/**
 * What must work before the workload starts. A scraper copes with a target that comes later; a sender
 * or a reader waits for its peer.
 */
export function peersBefore({ name, edges }: Pick<Workload, "name" | "edges">): InstanceName[] {
  const needed = edges.filter(
    ({ to, relation }) => to !== name && (relation === "sends" || relation === "reads"),
  );
  const peers = needed.flatMap(({ to, replicas }): readonly InstanceName[] => replicas ?? [to]);
  return [...new Set(peers)].sort();
}

/** Something that starts, and what it starts behind. */
interface Starting {
  readonly name: string;
  readonly after: readonly string[];
}

/** Each behind those it needs. Throws on a circle, which no start order can serve. */
export function startOrder<T extends Starting>(all: readonly T[]): T[] {
  const ordered: T[] = [];
  let waiting = [...all];
  while (waiting.length > 0) {
    const isWaiting = (name: string) => waiting.some((one) => one.name === name);
    const ready = waiting.filter(({ after }) => !after.some(isWaiting));
    if (ready.length === 0)
      throw new Error(`start order: ${waiting.map(({ name }) => name).join(", ")} form a circle`);
    ordered.push(...ready);
    waiting = waiting.filter((one) => !ready.includes(one));
  }
  return ordered;
}
