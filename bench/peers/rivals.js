/**
 * A process of its own with the pages of all contestants and the servers of all but Offhook: PeerJS's own, and one that
 * relays by Socket.IO. Tells its parent where they are: `{ pages, peerjs, socketio }`.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { PeerServer } from "peer";
import { Server } from "socket.io";
import { CONTESTANTS } from "./contestants.js";

const HOST = "127.0.0.1";

function path(relative) {
  return fileURLToPath(new URL(relative, import.meta.url));
}

/** What is served, by path: for each contestant the same page with its own script. */
async function bundles() {
  const { outputFiles } = await build({
    entryPoints: CONTESTANTS.map(({ page }) => ({ in: `page/${page}.js`, out: `${page}/main` })),
    absWorkingDir: path("."),
    alias: { "@offhook/client": path("../../client/src") },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    outdir: "/",
    write: false,
    logLevel: "error",
  });
  const html = await readFile(path("page/index.html"));
  return new Map([
    ...CONTESTANTS.map(({ page }) => [`/${page}/`, html]),
    ...outputFiles.map((file) => [file.path, file.contents]),
  ]);
}

/** Resolves to the server's port, any free one. */
function listen(server) {
  return new Promise((resolve) => {
    server.listen(0, HOST, () => resolve(server.address().port));
  });
}

function serve(files) {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const type = pathname.endsWith("/") ? "text/html" : "text/javascript";
    const file = files.get(pathname);
    response.writeHead(file ? 200 : 404, { "Content-Type": type }).end(file);
  });
}

function relay(server) {
  new Server(server).on("connection", (socket) => {
    socket.on("join", (room, joined) => {
      socket.join(room);
      socket.on("signal", (signal) => socket.to(room).emit("signal", signal));
      joined();
    });
  });
}

function peerServer() {
  return new Promise((resolve) => {
    PeerServer({ port: 0, host: HOST, path: "/" }, (server) => resolve(server.address().port));
  });
}

process.on("disconnect", () => process.exit());
const server = serve(await bundles());
relay(server);
const pages = `http://${HOST}:${await listen(server)}`;
process.send({ pages, peerjs: `http://${HOST}:${await peerServer()}`, socketio: pages });
