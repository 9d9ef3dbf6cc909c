/** Calls by Offhook, PeerJS and simple-peer in turns in one browser; prints medians, and ratios to Offhook's. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { executable, launch } from "./browser.js";
import { CONTESTANTS } from "./contestants.js";
import { measure } from "./measure.js";
import { startOffhook } from "./offhook.js";
import { table } from "./table.js";

/** Of each contestant, before any counts: the compilers of browser and servers have seen what they compile. */
const WARM_UPS = 10;
const CALLS = 15;

function fail(message) {
  console.error(`offhook: ${message}`);
  process.exit(1);
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
async function takeTurns(browser, servers) {
  const results = CONTESTANTS.map((contestant) => ({ ...contestant, runs: [] }));
  for (let turn = 1; turn <= WARM_UPS + CALLS; turn++) {
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
const chromium = executable();
if (chromium === undefined) {
  fail("no Chromium found: install one, or set OFFHOOK_CHROMIUM to the path of its executable");
}
const stops = [];
try {
  const [offhook, rivals] = await Promise.all([startOffhook(), startRivals()]);
  stops.push(offhook.stop, rivals.stop);
  const browser = await launch(chromium);
  stops.push(() => browser.close());
  const servers = { ...rivals.places, offhook: offhook.url };
  const results = await takeTurns(browser, servers);
  console.log(`\n${table(results)}\n`);
  console.log(
    `Medians of ${CALLS} calls each, in turns; ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, Chromium ${browser.version()}.`,
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
