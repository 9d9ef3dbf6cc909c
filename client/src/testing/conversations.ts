import { readdirSync, readFileSync } from "node:fs";

type Frame = Record<string, unknown> & { action: string };

/** What one person does or meets; see `docs/conversations/README.md`. */
export type Step = { who: string } & (
  | { sends: Frame; answer: Frame }
  | { gets: Frame }
  | { loses: "connection" }
  | { returns: Frame; answer: Frame }
);

export interface Conversation {
  name: string;
  people: string[];
  steps: Step[];
}

const FOLDER = new URL("../../../docs/conversations/", import.meta.url);

/** The conversations that the service's own tests hold too. Names stand in for what is made while they run. */
export function conversations(): Conversation[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json"))
    .map((file) => readFileSync(new URL(file, FOLDER), "utf8"))
    .map((text) => JSON.parse(text.replace(/"\{(\w+)\}"/g, '"$1"')) as Conversation);
}
