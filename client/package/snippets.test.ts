import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const CLIENT = fileURLToPath(new URL("..", import.meta.url));
/** Where the compiler finds the libraries. */
const FOLDER = join(CLIENT, "target", "snippets");
const DOCUMENTS = ["../README.md", "README.md", "../docs/client.md"];

/** What a reader has at hand. */
const GIVEN = `declare global {
  const apiUrl: string;
  const websocketUrl: string;
  const video: HTMLVideoElement;
}
`;

const TSCONFIG = {
  extends: "../../tsconfig.json",
  compilerOptions: {
    noEmit: true,
    noUnusedLocals: false,
    rootDir: "../..",
    paths: {
      "@offhook/client": ["../../src/index.ts"],
      "@offhook/client/react": ["../../src/react/index.ts"],
    },
  },
  include: ["."],
};

function snippets(document: string): { language: string; code: string }[] {
  const text = readFileSync(join(CLIENT, document), "utf8");
  return [...text.matchAll(/^```(tsx?)\n([\s\S]*?)^```$/gm)].map(
    ([, language = "", code = ""]) => ({
      language,
      code,
    }),
  );
}

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
});
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

test("what the documents show compiles", () => {
  const names = DOCUMENTS.flatMap((document, number) =>
    snippets(document).map(({ language, code }, index) => {
      const name = `snippet-${number}-${index}.${language}`;
      const imports = code.includes("import ")
        ? ""
        : 'import { acquireMedia, Calls, SignalingClient } from "@offhook/client";\n';
      writeFileSync(join(FOLDER, name), `${imports}${code}\nexport {};\n`);
      return name;
    }),
  );
  expect(names.length).toBeGreaterThanOrEqual(4);
  writeFileSync(join(FOLDER, "given.d.ts"), `${GIVEN}export {};\n`);
  writeFileSync(join(FOLDER, "tsconfig.json"), JSON.stringify(TSCONFIG));
  const tsc = join(CLIENT, "node_modules", ".bin", "tsc");
  expect(run(tsc, ["-p", FOLDER])).toBe("");
}, 60_000);

test("a call from nothing takes ten lines", () => {
  const [first] = snippets("../docs/client.md");
  expect(first?.code.trim().split("\n").length).toBeLessThanOrEqual(10);
});

/** What the program has to complain about. */
function run(program: string, options: string[]): string {
  try {
    return execFileSync(program, options, { cwd: CLIENT, encoding: "utf8" });
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout);
  }
}
