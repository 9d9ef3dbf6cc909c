import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PARTS, sizeOf } from "./size.js";

const CLIENT = fileURLToPath(new URL("..", import.meta.url));

describe("what a page loads is small", () => {
  test.each(PARTS.filter(({ budget }) => budget !== undefined))(
    "$name: at most $budget bytes, minified and gzipped",
    async (part) => {
      expect(await sizeOf(part)).toBeLessThanOrEqual(part.budget as number);
    },
  );

  test("a page that uses one function loads no more than that", async () => {
    const retry = { name: "", code: 'export { defaultRetryPolicy } from "./dist/index.js"' };
    expect(await sizeOf(retry)).toBeLessThan(300);
  });
});

describe("the package", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "offhook-package-"));
    const packed = execFileSync(
      "npm",
      ["pack", "--ignore-scripts", "--json", "--pack-destination", folder],
      { cwd: CLIENT, encoding: "utf8" },
    );
    const [{ filename }] = JSON.parse(packed);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const archive = join(folder, filename);
    execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", archive], {
      cwd: folder,
    });
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test("installs by itself and brings nothing along", () => {
    const visible = (folder: string) => readdirSync(folder).filter((name) => !name.startsWith("."));
    expect(visible(join(folder, "node_modules"))).toEqual(["@offhook"]);
    expect(visible(join(folder, "node_modules", "@offhook"))).toEqual(["client"]);
  });

  test("does nothing when it is imported, its React parts neither", () => {
    symlinkSync(join(CLIENT, "node_modules", "react"), join(folder, "node_modules", "react"));
    const script = `
      await import("react");
      await import("react/jsx-runtime");
      const done = [];
      const { console: terminal } = globalThis;
      const note = (name) => function () { done.push(name); };
      for (const name of ["setTimeout", "setInterval", "queueMicrotask", "fetch", "addEventListener",
        "WebSocket", "RTCPeerConnection", "MediaStream", "Worker"]) {
        globalThis[name] = note(name);
      }
      Object.defineProperty(globalThis, "navigator", { get: note("navigator"), configurable: true });
      Object.defineProperty(globalThis, "crypto", { get: note("crypto"), configurable: true });
      Object.defineProperty(globalThis, "console", { get: note("console"), configurable: true });
      const before = Object.keys(globalThis).length;
      const { SignalingClient, Calls } = await import("@offhook/client");
      const { useWebRTC } = await import("@offhook/client/react");
      done.push(...Object.keys(globalThis).slice(before));
      terminal.log(typeof SignalingClient, typeof Calls, typeof useWebRTC, JSON.stringify(done));
    `;
    const said = execFileSync("node", ["--input-type=module", "--eval", script], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(said.trim()).toBe("function function function []");
  });

  test("has types for each entry, and no tests", () => {
    const installed = join(folder, "node_modules", "@offhook", "client");
    const { exports } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    for (const { types, default: code } of Object.values<Record<string, string>>(exports)) {
      expect(existsSync(join(installed, types as string))).toBe(true);
      expect(existsSync(join(installed, code as string))).toBe(true);
    }
    expect(existsSync(join(installed, "dist", "testing"))).toBe(false);
  });
});
