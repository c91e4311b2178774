import type { z } from "zod";
import type { Annotation, Board, Column, Query, Recipient, Trigger } from "./schemas.ts";

type Kept<T> = T & { readonly id: string };

interface Dataset {
  readonly name: string;
  readonly slug: string;
  /** Made by metrics, or by anything else. */
  readonly type: "metrics" | "events";
  readonly columns: Map<string, Kept<z.output<typeof Column>>>;
  readonly triggers: Map<string, Kept<z.output<typeof Trigger>>>;
  readonly queries: Map<string, Query>;
  readonly annotations: Map<string, Kept<z.output<typeof Annotation>>>;
}

/** One environment of one team, and what the whole team shares. */
export class Store {
  readonly datasets = new Map<string, Dataset>();
  readonly recipients = new Map<string, Kept<Recipient>>();
  readonly boards = new Map<string, Kept<z.output<typeof Board>>>();
  #last = 0;

  nextId(): string {
    this.#last += 1;
    return `id${this.#last}`;
  }

  dataset(name: string, type: Dataset["type"]): Dataset {
    const slug = name.toLowerCase().replaceAll(/[^a-z0-9_~.]+/g, "-");
    const there = this.datasets.get(slug);
    if (there) return there;
    const made: Dataset = {
      ...{ name, slug, type, columns: new Map(), triggers: new Map() },
      ...{ queries: new Map(), annotations: new Map() },
    };
    this.datasets.set(slug, made);
    return made;
  }

  triggers(): Kept<z.output<typeof Trigger>>[] {
    return [...this.datasets.values()].flatMap(({ triggers }) => [...triggers.values()]);
  }
}

export type { Dataset };
