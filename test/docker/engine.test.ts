import { dockerEngine } from "../support/docker-engine.ts";
import { commandTests } from "./commands.ts";
import { composeFileTests } from "./compose-file.ts";

// One engine for all: two would share this machine's firewall rules.
const engine = await dockerEngine();
composeFileTests(engine);
commandTests(engine);
