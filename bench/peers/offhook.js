/** The local stack of this checkout, on a free port. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const LAUNCHER = fileURLToPath(new URL("../../offhook", import.meta.url));

/** Pages of other servers measure it. Resolves to where it is, and to what ends it; it ends with this process in any case. */
export async function startOffhook() {
  const state = mkdtempSync(join(tmpdir(), "offhook-bench-"));
  const stack = spawn(LAUNCHER, ["up", "--port", "0", "--param", "AllowedOrigins=*", "--param", "AddressSessionsPerMinute=100000", "--param", "AddressTicketsPerMinute=100000"], {
    env: { ...process.env, XDG_STATE_HOME: state },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => stack.on("exit", resolve));
  process.on("exit", () => {
    stack.kill();
    rmSync(state, { recursive: true, force: true });
  });
  const stop = () => {
    stack.kill();
    return ended;
  };
  const url = await new Promise((resolve, reject) => {
    createInterface(stack.stdout).on("line", (line) => {
      const [, found] = line.match(/^ *HTTP API +(\S+)/) ?? [];
      if (found !== undefined) {
        resolve(found.replace(/\/$/, ""));
      }
    });
    ended.then((code) => reject(new Error(`the local stack ended with ${code}`)));
  });
  return { url, stop };
}
