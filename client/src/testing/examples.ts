import { readdirSync, readFileSync } from "node:fs";

export interface Example {
  name: string;
  frame: Record<string, unknown>;
  code?: string;
}

const FOLDER = new URL("../../../docs/frames/", import.meta.url);

/** The example frames that the service's own tests read too. */
export function examples(folder: "client" | "server" | "refused"): Example[] {
  const url = new URL(`${folder}/`, FOLDER);
  return readdirSync(url)
    .filter((file) => file.endsWith(".json"))
    .map((file) => JSON.parse(readFileSync(new URL(file, url), "utf8")) as Example);
}
