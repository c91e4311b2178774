import type { Dialect } from "./attributes.ts";
import type { Deliveries, OtlpTarget } from "./exporter.ts";
import { HttpHop, Queue, type Worker } from "./hops.ts";
import type { Delegation, RunScript } from "./script.ts";
import { Service } from "./service.ts";
import { sumOf } from "./tally.ts";

/** An agent, the service that it runs in, and where that service sends its telemetry. */
export interface Member {
  /** Unique in the crew; the agent's name unless several members share it. */
  readonly name: string;
  readonly agent: string;
  readonly service: string;
  readonly dialect: Dialect;
  readonly target: OtlpTarget;
  /** Where log records go: OTLP over HTTP only. */
  readonly logs?: OtlpTarget | undefined;
}

/** An agent ready to work: its SDK, and the two ways to reach it. */
export interface Actor extends Member {
  readonly sdk: Service;
  readonly http: HttpHop;
  readonly queue: Queue;
}

/** All agents of a workload, each in a service of its own, in this process. */
export class Crew {
  readonly #actors = new Map<string, Actor>();

  /** Starts one HTTP server per agent; `work` does what reaches it, or what its queue brings. */
  async start(
    members: readonly Member[],
    work: (member: string, via: Delegation["via"]) => Worker,
  ): Promise<void> {
    for (const member of members)
      this.#actors.set(member.name, {
        ...member,
        sdk: new Service(member),
        http: await HttpHop.listen(work(member.name, "http")),
        queue: new Queue(work(member.name, "queue")),
      });
  }

  actor(name: string): Actor {
    const actor = this.#actors.get(name);
    if (!actor) throw new Error(`no member of the crew is called ${name}`);
    return actor;
  }

  /** Who plays this run. */
  for({ member, agent }: RunScript): Actor {
    return this.actor(member ?? agent);
  }

  /** What became of all spans so far. */
  get deliveries(): Deliveries {
    const all = [...this.#actors.values()].map(({ sdk }) => sdk.deliveries);
    return {
      delivered: sumOf(all.map(({ delivered }) => delivered)),
      failed: sumOf(all.map(({ failed }) => failed)),
      errors: new Set(all.flatMap(({ errors }) => [...errors])),
    };
  }

  /** Waits for queued work; a queue's work may publish to another queue, hence the second round. */
  async drained(): Promise<void> {
    for (let round = 0; round < 2; round++)
      for (const { queue } of this.#actors.values()) await queue.drained();
  }

  /** Sends what is buffered. Failures are counted in `deliveries`, not thrown. */
  async flush(): Promise<void> {
    await Promise.all([...this.#actors.values()].map(({ sdk }) => sdk.flush()));
  }

  async close(): Promise<void> {
    await this.drained();
    await Promise.all([...this.#actors.values()].map(({ sdk }) => sdk.close()));
    await Promise.all([...this.#actors.values()].map(({ http }) => http.close()));
  }
}
