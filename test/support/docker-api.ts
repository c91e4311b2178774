import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { create } from "tar";

/** The engine of `DOCKER_HOST`, by its API: https://docs.docker.com/reference/api/engine/version/v1.41/ */
const socketPath = (process.env["DOCKER_HOST"] ?? "").replace(/^unix:\/\//, "");

/**
 * Asks the engine.
 *
 * @param body JSON, or the bytes of an archive
 * @throws {Error} with the engine's own words where it refuses
 */
export function ask(
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const isArchive = Buffer.isBuffer(body);
  const content = body === undefined ? undefined : isArchive ? body : JSON.stringify(body);
  const headers = content && {
    "content-type": isArchive ? "application/x-tar" : "application/json",
    "content-length": Buffer.byteLength(content),
  };
  return new Promise((resolve, reject) => {
    const call = request(
      { socketPath, method, path: `/v1.41${path}`, ...(headers && { headers }) },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () => {
          if ((response.statusCode ?? 500) >= 400)
            reject(new Error(`${method} ${path}: ${response.statusCode ?? ""} ${text}`));
          else resolve((text === "" ? {} : JSON.parse(text)) as Record<string, unknown>);
        });
      },
    );
    call.on("error", reject).end(content);
  });
}

/** An archive of files with these absolute paths and texts. */
export async function archiveOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const root = mkdtempSync(join(tmpdir(), "agentobs-upload-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const chunks: Buffer[] = [];
    const top = [...new Set(Object.keys(files).map((path) => path.split("/")[1] ?? ""))];
    for await (const chunk of create({ cwd: root, portable: true }, top)) chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    rmSync(root, { recursive: true });
  }
}
