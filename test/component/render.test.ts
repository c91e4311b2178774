import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { PROJECT } from "../../cli/stack-file.ts";

const out = mkdtempSync(join(tmpdir(), "agentobs-render-"));
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

/** Without PATH: no Pulumi, no program, not even a shell can be found. */
const render = (...args: string[]) =>
  spawnSync(process.execPath, [join(PROJECT, "cli/render.ts"), ...args], {
    cwd: PROJECT,
    encoding: "utf8",
    env: { PATH: "" },
  });

/** Text by file name of everything below a folder. */
function textsIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.sort().map((file) => [file.slice(folder.length + 1), readFileSync(file, "utf8")]),
  );
}

test("render writes the golden files, byte for byte, needs no program and takes seconds", () => {
  const started = performance.now();
  const { status, stderr } = render("--out", out);
  const seconds = (performance.now() - started) / 1000;
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const { ".rendered": manifest, ...files } = textsIn(out);
  expect(files).toEqual(textsIn(join(PROJECT, "test/golden/local")));
  expect(manifest?.trim().split("\n")).toEqual(Object.keys(files).sort());
  expect(seconds).toBeLessThan(4);
});

test("a second render changes nothing, removes what is no longer made, and leaves other files alone", () => {
  const before = textsIn(out);
  writeFileSync(join(out, "notes.md"), "somebody's own");
  writeFileSync(join(out, "gone.yaml"), "made by an earlier version");
  writeFileSync(join(out, ".rendered"), `${before[".rendered"] ?? ""}gone.yaml\n`);
  expect(render("--out", out).status).toBe(0);
  expect(existsSync(join(out, "gone.yaml"))).toBe(false);
  expect(textsIn(out)).toEqual({ ...before, "notes.md": "somebody's own" });
});

test("a missing folder is said with the fix", () => {
  const nowhere = render();
  expect(nowhere.status).toBe(1);
  expect(nowhere.stderr).toContain("Fix: make render STACK=local OUT=rendered");
});
