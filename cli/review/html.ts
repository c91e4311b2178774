import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { PROJECT } from "../stack-file.ts";
import type { ReviewDocument } from "./document.ts";

const PAGE = join(import.meta.dirname, "page");

/**
 * The page as one file that needs nothing else: its code, its looks and the document as JSON. The
 * same document gives the same bytes.
 *
 * @param root where links that are paths of this repository begin, as seen from the page
 */
export async function htmlOf(review: ReviewDocument, root = ""): Promise<string> {
  const { code, looks } = await bundle();
  // Only this code and these looks may run, whatever a title or a label holds.
  const policy = `default-src 'none'; script-src '${hash(code)}'; style-src '${hash(looks)}'; base-uri 'none'; form-action 'none'`;
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>agentobs: review</title>`,
    `<style>${looks}</style>`,
    "</head>",
    `<body data-root="${encodeURI(root)}">`,
    `<script type="application/json" id="review">${jsonInHtml(review)}</script>`,
    `<script>${code}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

/** JSON that no HTML parser takes for the end of its script, or for a comment. */
function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", String.raw`\u003c`);
}

async function bundle(): Promise<{ readonly code: string; readonly looks: string }> {
  const { outputFiles } = await build({
    absWorkingDir: PROJECT,
    entryPoints: [join(PAGE, "main.ts"), join(PAGE, "page.css")],
    outdir: "page",
    write: false,
    bundle: true,
    minify: true,
    charset: "utf8",
    target: "es2022",
    format: "iife",
    banner: { js: licenseOf("uplot"), css: licenseOf("uplot") },
    logLevel: "silent",
  });
  const text = (end: string) => {
    const file = outputFiles.find(({ path }) => path.endsWith(end));
    if (!file) throw new Error(`esbuild made no *${end}`);
    return file.text.trim();
  };
  return { code: text(".js"), looks: text(".css") };
}

/** The license of a library goes where its code goes. */
function licenseOf(library: string): string {
  return `/*!\n${readFileSync(join(PROJECT, "node_modules", library, "LICENSE"), "utf8")}*/`;
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
