import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

  test("installs by itself, brings nothing along, and is imported without effect", () => {
    const script = `
      const before = Object.keys(globalThis).length;
      const { SignalingClient, Calls } = await import("@offhook/client");
      console.log(typeof SignalingClient, typeof Calls, Object.keys(globalThis).length - before);
    `;
    const said = execFileSync("node", ["--input-type=module", "--eval", script], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(said.trim()).toBe("function function 0");
    expect(existsSync(join(folder, "node_modules", "react"))).toBe(false);
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
