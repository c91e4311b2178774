import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  checkFiles,
  createFiles,
  deleteFiles,
  diffFiles,
  readFiles,
  updateFiles,
} from "../../components/platforms/process/files-resource.ts";
import { useStateFolder } from "../support/processes.ts";

const home = useStateFolder();
const inputs = (stack: string, files: Readonly<Record<string, string>>) =>
  checkFiles({ stack, files }).inputs;

test("files are written for their owner only, also over one that others could read", () => {
  const news = inputs("written", { "agents.env": "A=1\n", "agents/ca.pem": "PEM" });
  createFiles(inputs("written", {}));
  const folder = join(home, "written");
  createFiles(inputs("written", { "agents.env": "old" }));
  writeFileSync(join(folder, "agents.env"), "old", { mode: 0o644 });
  createFiles(news);
  expect(readFileSync(join(folder, "agents.env"), "utf8")).toBe("A=1\n");
  for (const file of ["agents.env", "agents/ca.pem"])
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
});

test("a file that somebody changed or removed is a change, and nothing else is", () => {
  const news = inputs("changed", { "agents.env": "A=1\n" });
  const { id, outs } = createFiles(news);
  expect(diffFiles(outs, news)).toEqual({ changes: false });
  expect(readFiles(id, outs)).toEqual({ id, props: outs });
  writeFileSync(join(home, "changed/agents.env"), "A=2\n");
  expect(diffFiles(outs, news)).toEqual({ changes: true });
  deleteFiles(outs);
  expect(diffFiles(outs, news)).toEqual({ changes: true });
  expect(readFiles(id, outs)).toEqual({});
});

test("an update removes what is no longer wanted, and a delete everything", () => {
  const first = inputs("removed", { "agents.env": "A=1\n", "agents/ca.pem": "PEM" });
  const { outs } = createFiles(first);
  const second = inputs("removed", { "agents.env": "A=2\n" });
  expect(diffFiles(outs, second)).toEqual({ changes: true });
  const updated = updateFiles(outs, second);
  expect(existsSync(join(home, "removed/agents"))).toBe(false);
  expect(readFileSync(join(home, "removed/agents.env"), "utf8")).toBe("A=2\n");
  deleteFiles(updated.outs);
  expect(existsSync(join(home, "removed/agents.env"))).toBe(false);
});
