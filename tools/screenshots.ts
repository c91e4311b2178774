import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import { command } from "../cli/command.ts";
import { endpointsOf } from "../cli/endpoints.ts";
import { htmlOf } from "../cli/review/html.ts";
import { workingTree } from "../cli/review/revision.ts";
import { runReview } from "../cli/review/run-review.ts";
import { loadStack, PROJECT } from "../cli/stack-file.ts";
import { ProblemError } from "../components/core/errors.ts";

const FOLDER = join(PROJECT, "docs/pictures");
const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/** Nothing of the browser's own traffic: it shows one page of this machine. */
const QUIET = [
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const SETTLE_MS = 6_000;
const WIDTH = 1480;

/** `make screenshots`: the README's pictures, of a running stack with demo data in it. */
await command(async () => {
  const { values } = parseArgs({ options: { stack: { type: "string", default: "local" } } });
  const { metricsUrl, alertmanagerUrl, rulesUrl } = endpointsOf(
    loadStack(values.stack).plan.addresses,
  );
  mkdirSync(FOLDER, { recursive: true });
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({
    executablePath: browserPath(),
    args: [...QUIET, ...sandbox],
  });
  try {
    const page = await browser.newPage();
    await shootReview(page, values.stack);
    const board = `${metricsUrl}/vmui/#/dashboards?g0.range_input=15m`;
    await shoot(page, { name: "overview", url: board, height: 1545 });
    await shoot(page, { name: "alerts", url: `${alertmanagerUrl}/#/alerts`, height: 640 });
    const rules = `${rulesUrl}/vmalert/groups`;
    await shoot(page, { name: "rules", url: rules, height: 720, click: "Expand All" });
  } finally {
    await browser.close();
  }
});

interface Picture {
  readonly name: string;
  readonly url: string;
  readonly height: number;
  /** A button that is pressed first. */
  readonly click?: string;
}

async function shoot(page: Page, { name, url, height, click }: Picture): Promise<void> {
  await page.setViewportSize({ width: WIDTH, height });
  await page.goto(url);
  await page.waitForTimeout(SETTLE_MS);
  if (click) await page.getByText(click).first().click();
  await page.waitForTimeout(SETTLE_MS / 4);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  console.log(`docs/pictures/${name}.png`);
}

/** The review of a stack whose slow runs were accepted for twice as long before. */
async function shootReview(page: Page, stack: string): Promise<void> {
  const { kit } = await workingTree(stack);
  const { plan } = kit;
  const latency = { ...plan.alerts.latency, p99Seconds: 2 * plan.alerts.latency.p99Seconds };
  const alerts = { ...plan.alerts, latency };
  const dashboards = { ...plan.dashboards, alerts };
  const before = { ...kit, name: "main", plan: { ...plan, alerts, dashboards } };
  const folder = mkdtempSync(join(tmpdir(), "agentobs-screenshots-"));
  try {
    const file = join(folder, "review.html");
    const review = await runReview({ stack, before, after: kit, demo: true, report: console.log });
    writeFileSync(file, await htmlOf(review));
    await page.emulateMedia({ colorScheme: "dark" });
    await shoot(page, { name: "review", url: pathToFileURL(file).href, height: 900 });
    await page.emulateMedia({ colorScheme: null });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function browserPath(): string {
  const path = [process.env["CHROMIUM"], ...CANDIDATES].find((file) => file && existsSync(file));
  if (path) return path;
  throw new ProblemError({
    where: "make screenshots",
    what: "no Chromium was found",
    fix: "apt-get install chromium, or CHROMIUM=/path/to/chrome make screenshots",
  });
}
