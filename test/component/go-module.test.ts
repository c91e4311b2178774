import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { downloadGoModule } from "../../tools/go-module.ts";

const MODULE = { path: "example.org/module", version: "1.2.3" };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "agentobs-module-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Go as it answers `go mod download -json`. */
function goAnswers(answer: object, code = 0): void {
  writeFileSync(join(folder, "answer"), JSON.stringify(answer));
  writeFileSync(join(folder, "go"), `#!/bin/sh\n/bin/cat ${folder}/answer\nexit ${code}\n`);
  chmodSync(join(folder, "go"), 0o755);
}
const download = (sum?: string) =>
  downloadGoModule({ ...MODULE, ...(sum === undefined ? {} : { sum }) }, { PATH: folder });

test("a module is found in the folder that Go names", async () => {
  goAnswers({ Dir: "/modules/module@v1.2.3", Sum: "h1:right=" });
  expect(await download()).toBe("/modules/module@v1.2.3");
  expect(await download("h1:right=")).toBe("/modules/module@v1.2.3");
});

test("a module whose files are others than pinned is not used", async () => {
  goAnswers({ Dir: "/modules/module@v1.2.3", Sum: "h1:other=" });
  await expect(download("h1:right=")).rejects.toThrow(
    "go mod download example.org/module@v1.2.3: the sum of its files is h1:other=, but h1:right= is pinned",
  );
});

test("a module that Go does not get fails with what Go says", async () => {
  goAnswers({ Error: "reading https://proxy.invalid: 403 Forbidden" }, 1);
  await expect(download()).rejects.toThrow(/403 Forbidden\n {2}Fix: install Go from /);
});

test("without Go the error says how to get it", async () => {
  await expect(download()).rejects.toThrow(
    /ENOENT\n {2}Fix: install Go from https:\/\/go\.dev\/dl/,
  );
});
