/** Calls by Offhook, PeerJS and simple-peer in turns in one browser; prints medians, and ratios to Offhook's. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { executable, launch } from "./browser.js";
import { CONTESTANTS } from "./contestants.js";
import { measure } from "./measure.js";
import { startOffhook } from "./offhook.js";
import { table } from "./table.js";

/** Of each contestant, before any counts: the compilers of browser and servers have seen what they compile. */
const WARM_UPS = 10;
const DEFAULT_CALLS = 15;

function fail(code, message) {
  console.error(`offhook: ${message}`);
  process.exit(code);
}

/** How many calls of each contestant count. */
function calls() {
  try {
    const { values } = parseArgs({ options: { calls: { type: "string" } } });
    const { calls = String(DEFAULT_CALLS) } = values;
    if (/^[1-9]\d{0,3}$/.test(calls)) {
      return Number(calls);
    }
  } catch {
    // Answered below, as a number that is none.
  }
  return fail(2, "bench peers takes --calls and a number from 1 to 9999: see ./offhook --help");
}

async function startRivals() {
  const process = fork(fileURLToPath(new URL("rivals.js", import.meta.url)));
  const ended = once(process, "exit").then(() => {
    throw new Error("the servers to compare with did not start");
  });
  const [places] = await Promise.race([once(process, "message"), ended]);
  ended.catch(() => undefined);
  return { places, stop: () => process.disconnect() };
}

/** Every turn begins with another one, so that none profits from its place. */
async function takeTurns(browser, servers, calls) {
  const results = CONTESTANTS.map((contestant) => ({ ...contestant, runs: [] }));
  for (let turn = 1; turn <= WARM_UPS + calls; turn++) {
    for (let place = 0; place < results.length; place++) {
      const contestant = results[(turn + place) % results.length];
      const run = await measure(browser, contestant, servers);
      if (turn > WARM_UPS) {
        contestant.runs.push(run);
      }
      const call = turn > WARM_UPS ? `call ${turn - WARM_UPS}` : "warm-up";
      const { milliseconds, frames, bytes } = run;
      console.log(
        `${call}, ${contestant.name}: ${milliseconds.toFixed(0)} ms, ${frames} frames, ${bytes} bytes`,
      );
    }
  }
  return results;
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => process.exit(130));
}
const counting = calls();
const chromium = executable();
if (chromium === undefined) {
  fail(1, "no Chromium found: install one, or set OFFHOOK_CHROMIUM to the path of its executable");
}
const stops = [];
try {
  const [offhook, rivals] = await Promise.all([startOffhook(), startRivals()]);
  stops.push(offhook.stop, rivals.stop);
  const browser = await launch(chromium);
  stops.push(() => browser.close());
  const servers = { ...rivals.places, offhook: offhook.url };
  const results = await takeTurns(browser, servers, counting);
  console.log(`\n${table(results)}\n`);
  console.log(
    `Medians of ${counting} calls each, in turns, and where the ratio is with 95 % confidence; ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, Chromium ${browser.version()}.`,
  );
} catch (error) {
  process.exitCode = 1;
  console.error(`offhook: ${error.message}`);
} finally {
  for (const stop of stops.reverse()) {
    await stop();
  }
}
process.exit();
