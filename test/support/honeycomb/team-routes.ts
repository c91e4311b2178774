import type { z } from "zod";
import { type Answer, conflict, created, invalid, ok } from "./answers.ts";
import { type Asked, crud, METHOD, type Team, withBody } from "./handle.ts";
import { Board, Recipient } from "./schemas.ts";
import type { Store } from "./store.ts";

/** What two recipients of a type may not share. */
const identityOf = ({ type, details }: Recipient): string =>
  JSON.stringify([type, Object.values(details)[0]]);

export function recipients(store: Store, asked: Asked, team: Team): Answer {
  const { method, path } = asked;
  const [own = ""] = path;
  const keep = (id: string) =>
    withBody(Recipient, asked, (recipient) => {
      if (recipient.type === "slack" && !team.slack)
        return invalid("type", "complete the Slack OAuth flow in the Integration Center first");
      const twin = [...store.recipients.values()].find(
        (other) => other.id !== id && identityOf(other) === identityOf(recipient),
      );
      if (twin) return conflict("recipient already exists");
      const kept = { ...recipient, id };
      store.recipients.set(id, kept);
      return method === "POST" ? created(kept) : ok(kept);
    });
  if (method === "POST" && path.length === 0) return keep(store.nextId());
  if (method === "PUT" && store.recipients.has(own)) return keep(own);
  const used = store.triggers().some((one) => one.recipients.some(({ id }) => id === own));
  if (method === "DELETE" && used) return conflict("recipient is in use");
  return crud(store.recipients, asked, (recipient) => recipient) ?? METHOD;
}

export function boards(store: Store, asked: Asked): Answer {
  const { method, path } = asked;
  const [own = ""] = path;
  // The way of its layout is never answered.
  const shown = ({ layout_generation, ...board }: z.output<typeof Board> & { id: string }) => ({
    ...board,
    links: { board_url: `https://ui.honeycomb.io/board/${board.id}?was=${layout_generation}` },
  });
  const keep = (id: string) =>
    withBody(Board, asked, (board) => {
      const annotated = [...store.datasets.values()].flatMap((one) => [
        ...one.annotations.values(),
      ]);
      for (const panel of board.panels) {
        if (panel.type !== "query") continue;
        const { query_id: query, query_annotation_id: name } = panel.query_panel;
        if (!annotated.some((one) => one.id === name && one.query_id === query))
          return invalid("panels", `annotation ${name} is not of query ${query}`);
      }
      const kept = { ...board, id };
      store.boards.set(id, kept);
      return method === "POST" ? created(shown(kept)) : ok(shown(kept));
    });
  if (method === "POST" && path.length === 0) return keep(store.nextId());
  if (method === "PUT" && store.boards.has(own)) return keep(own);
  return crud(store.boards, asked, shown) ?? METHOD;
}
