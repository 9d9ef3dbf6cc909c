import { SignalingError } from "../src/index.js";

/** Where the service is. */
export interface Configuration {
  apiUrl: string;
  websocketUrl: string;
}

/** Asks the page's own origin. */
export async function loadConfiguration(): Promise<Configuration> {
  try {
    const response = await fetch("/offhook.json", { cache: "no-store" });
    const { apiUrl, websocketUrl } = (await response.json()) as Partial<Configuration>;
    if (typeof apiUrl === "string" && typeof websocketUrl === "string") {
      return { apiUrl, websocketUrl };
    }
  } catch (cause) {
    throw new SignalingError("network", "The service could not be reached.", { cause });
  }
  throw new SignalingError("internal", "offhook.json does not name the service");
}
