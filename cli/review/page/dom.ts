interface Options {
  readonly class?: string;
  readonly text?: string;
  readonly title?: string;
}

/** An element. Text goes in as text only: nothing of the document is ever read as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: Options = {},
  ...children: readonly Node[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (options.class) made.className = options.class;
  if (options.text !== undefined) made.textContent = options.text;
  if (options.title) made.title = options.title;
  made.append(...children);
  return made;
}

const SAFE: ReadonlySet<string> = new Set(["http:", "https:", "file:"]);

/** A link to another page in a tab of its own; an address that could run code stays text. */
export function outside(title: string, url: string): HTMLElement {
  const address = addressOf(url);
  if (!address || !SAFE.has(address.protocol)) return element("span", { text: title, title: url });
  const made = element("a", { text: title, title: url });
  made.href = address.href;
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  return made;
}

/** A path is one of the repository, which lies where the page's body says. */
function addressOf(url: string): URL | undefined {
  const { root } = document.body.dataset;
  const from = root ? new URL(`${root}/`, location.href) : location.href;
  return URL.parse(url, from) ?? undefined;
}

export function inside(title: string, hash: string): HTMLAnchorElement {
  const made = element("a", { text: title });
  made.href = `#${hash}`;
  return made;
}
