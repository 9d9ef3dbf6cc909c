/** What parts of the package weigh in a page: bundled, minified and gzipped, next to libraries of the same purpose. */
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = fileURLToPath(new URL("..", import.meta.url));
const PACKAGE = "./dist/index.js";
const REACT = "./dist/react/index.js";

/** Budgets in bytes. */
export const PARTS = [
  {
    name: "`SignalingClient`",
    budget: 6000,
    code: `export { SignalingClient } from "${PACKAGE}"`,
  },
  { name: "all but React", budget: 14_000, code: `export * from "${PACKAGE}"` },
  {
    name: "`useWebRTC`, and all that it needs but React itself",
    code: `export { useWebRTC } from "${REACT}"`,
  },
];

export const OTHERS = [
  { name: "PeerJS 1.5", code: 'export { Peer } from "peerjs"' },
  { name: "socket.io-client 4.8", code: 'export { io } from "socket.io-client"' },
  { name: "simple-peer 9.11", code: 'export { default } from "simple-peer/simplepeer.min.js"' },
];

/** Bytes. */
export async function sizeOf({ code }) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: HERE },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    external: ["react", "react/jsx-runtime"],
    write: false,
    logLevel: "error",
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const part of [...PARTS, ...OTHERS]) {
    console.log(`| ${part.name} | ${((await sizeOf(part)) / 1000).toFixed(1)} kB |`);
  }
}
