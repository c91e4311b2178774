import { type Canaries, survivors } from "./canaries.ts";
import { type Finding, finding } from "./check.ts";
import { getText } from "./poll.ts";

interface Names {
  readonly data: readonly string[];
}

/** No canary in the trace that the backend shows. An empty trace proves nothing. */
export function traceCanaries(canaries: Canaries, text: string): Finding {
  const found = survivors(canaries, "Jaeger", text);
  if (text === "") return finding("canaries in Jaeger", 0, "no trace to search in");
  return leaks("canaries in Jaeger", found);
}

/** No canary in any label value or metric name stored since the run. */
export async function metricCanaries(
  canaries: Canaries,
  metricsUrl: string,
  sinceMillis: number,
): Promise<Finding> {
  const start = Math.floor(sinceMillis / 1000);
  const labels = await names(`${metricsUrl}/api/v1/labels?start=${start}`);
  const values = await Promise.all(
    labels.map((label) =>
      names(`${metricsUrl}/api/v1/label/${encodeURIComponent(label)}/values?start=${start}`),
    ),
  );
  const text = JSON.stringify([labels, values]);
  const found = survivors(canaries, "VictoriaMetrics", text);
  return leaks("canaries in VictoriaMetrics", found);
}

async function names(url: string): Promise<readonly string[]> {
  return (JSON.parse(await getText(url)) as Names).data;
}

function leaks(name: string, found: readonly string[]): Finding {
  const hop = found.length > 0 ? "in the collector: its strip and redact stages" : undefined;
  return { ...finding(name, 0, found.length, found), hop };
}
