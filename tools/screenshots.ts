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
import { dashboards } from "../dashboards/list.ts";
import { VMUI_PAGE } from "../dashboards/vmui.ts";

const FOLDER = "docs/pictures";
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
/** The first row of panels of a dashboard and the tabs above it; the overview shows a second one. */
const ONE_ROW = 960;
const TWO_ROWS = 1_560;

/** `make screenshots`: the README's pictures, of a running stack with demo data in it. */
await command(async () => {
  const { values } = parseArgs({
    options: {
      stack: { type: "string", default: "local" },
      // Whole pages, to look at while a dashboard is changed.
      whole: { type: "boolean", default: false },
      out: { type: "string", default: join(PROJECT, FOLDER) },
      minutes: { type: "string", default: "15" },
    },
  });
  const { plan } = loadStack(values.stack);
  const { metricsUrl, alertmanagerUrl, rulesUrl } = endpointsOf(plan);
  mkdirSync(values.out, { recursive: true });
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({
    executablePath: browserPath(),
    args: [...QUIET, ...sandbox],
  });
  const board = `${metricsUrl}${VMUI_PAGE.replace("=1h", `=${values.minutes}m`)}`;
  const pictures: Picture[] = [
    ...dashboards(plan.dashboards).map(({ name, title }) => ({
      name,
      url: board,
      height: name === "overview" ? TWO_ROWS : ONE_ROW,
      click: title,
      whole: values.whole,
    })),
    { name: "alerts", url: `${alertmanagerUrl}/#/alerts`, height: 640 },
    { name: "rules", url: `${rulesUrl}/vmalert/groups`, height: 720, click: "Expand All" },
  ];
  try {
    for (const picture of pictures) {
      const page = await browser.newPage();
      await shoot(page, picture, values.out);
      await page.close();
    }
    const page = await browser.newPage();
    await shootReview(page, values.stack, values.out);
    await page.close();
  } finally {
    await browser.close();
  }
});

interface Picture {
  readonly name: string;
  readonly url: string;
  readonly height: number;
  /** A tab or a button that is pressed first. */
  readonly click?: string;
  /** Everything on the page, however long. */
  readonly whole?: boolean;
}

async function shoot(page: Page, picture: Picture, folder: string): Promise<void> {
  const { name, url, height, click, whole } = picture;
  await page.setViewportSize({ width: WIDTH, height });
  await page.goto(url);
  await page.waitForTimeout(SETTLE_MS / 3);
  if (click) await page.getByText(click, { exact: true }).first().click();
  // vmui asks for a panel's data only when the panel comes into sight.
  if (whole) await page.setViewportSize({ width: WIDTH, height: await pageHeight(page) });
  await page.waitForTimeout(SETTLE_MS);
  if (whole) await page.setViewportSize({ width: WIDTH, height: await pageHeight(page) });
  await page.waitForTimeout(SETTLE_MS / 4);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  console.log(path);
}

async function pageHeight(page: Page): Promise<number> {
  // A text, because no other part of the project knows a browser's types.
  return Number(await page.evaluate("document.documentElement.scrollHeight"));
}

/** The review of a stack whose slow runs were accepted for twice as long before. */
async function shootReview(page: Page, stack: string, out: string): Promise<void> {
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
    await shoot(page, { name: "review", url: pathToFileURL(file).href, height: 900 }, out);
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
