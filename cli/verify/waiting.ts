import type { Target } from "./target.ts";

/** Says every second what is still waited for. */
export function waitingFor(
  targets: readonly Target[],
  onProgress: (text: string) => void = () => undefined,
) {
  const open = new Set(
    targets.flatMap(({ title, traces, metrics }) => [
      ...(traces ? [`traces in ${title}`] : []),
      ...(metrics ? [`metrics in ${title}`] : []),
    ]),
  );
  const show = () => {
    if (open.size > 0) onProgress(`sent; waiting for ${[...open].join(", ")}`);
  };
  show();
  const timer = setInterval(show, 1000);
  return {
    done: (what: string) => {
      open.delete(what);
      show();
    },
    end: () => {
      clearInterval(timer);
    },
  };
}
