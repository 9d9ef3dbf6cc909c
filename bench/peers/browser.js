/** A headless Chromium with a camera and a microphone that pretend. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DIRECTORIES = ["/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome"];
const APPLICATIONS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const ARGUMENTS = [
  "--use-fake-device-for-media-stream=fps=30",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** The browser's executable: `OFFHOOK_CHROMIUM`, else one in the usual places, else undefined. */
export function executable({ OFFHOOK_CHROMIUM: named, PATH = "" } = process.env) {
  const directories = [...DIRECTORIES, ...PATH.split(delimiter).filter(Boolean)];
  const usual = directories.flatMap((directory) =>
    COMMANDS.map((command) => join(directory, command)),
  );
  return (named ? [named] : [...usual, ...APPLICATIONS]).find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function launch(executablePath) {
  return chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
}
