/** One call of one contestant, in two new pages of a browser. */
import { setTimeout as pause } from "node:timers/promises";

/** What comes within it after both have seen each other still belongs to the call. */
const SETTLE_MS = 1000;
const ANSWER_MS = 30_000;

let rooms = 0;

/**
 * Resolves to `{ milliseconds, frames, bytes }`: from the click to the first picture of the other side, and what both
 * pages' WebSockets sent and got from the click on.
 */
export async function measure(browser, contestant, servers) {
  const count = new Count(contestant.isKeepAlive);
  const contexts = [];
  const open = async (side) => {
    const context = await browser.newContext({ permissions: ["camera", "microphone"] });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(ANSWER_MS);
    page.on("websocket", (socket) => {
      socket.on("framesent", count.add);
      socket.on("framereceived", count.add);
    });
    const place = new URLSearchParams({ side, room, url: servers[contestant.server] });
    await page.goto(`${servers.pages}/${contestant.page}/?${place}`);
    await page.locator("button:enabled").waitFor();
    return page;
  };
  rooms += 1;
  const room = `bench-${process.pid}-${rooms}`;
  try {
    const callee = await open("callee");
    const caller = await open("caller");
    // What tells the one that the other is there has arrived.
    await pause(SETTLE_MS);
    count.begin();
    await caller.locator("button").click();
    const [milliseconds] = await within(ANSWER_MS, Promise.all([seen(caller), seen(callee)]));
    await pause(SETTLE_MS);
    return { milliseconds, frames: count.frames, bytes: count.bytes };
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
  }
}

function seen(page) {
  return page.evaluate(() => window.seen);
}

async function within(ms, promise) {
  const late = pause(ms, undefined, { ref: false }).then(() => {
    throw new Error(`no picture within ${ms} ms`);
  });
  return Promise.race([promise, late]);
}

/** Counts the frames of WebSockets, and the bytes of their payload. */
export class Count {
  #isKeepAlive;
  #counting = false;
  frames = 0;
  bytes = 0;

  constructor(isKeepAlive) {
    this.#isKeepAlive = isKeepAlive;
  }

  begin() {
    this.#counting = true;
  }

  add = ({ payload }) => {
    if (this.#counting && !this.#isKeepAlive(payload.toString())) {
      this.frames += 1;
      this.bytes += Buffer.byteLength(payload);
    }
  };
}
