import { expect, test } from "vitest";
import { laterCandidates } from "./interop.js";

const FIREFOX = "v=0\r\no=mozilla...THIS_IS_SDPARTA-99.0 1 0 IN IP4 0.0.0.0\r\n";
const OTHER = "v=0\r\no=- 2 2 IN IP4 127.0.0.1\r\ns=mozilla\r\n";

test.each<[string, string | undefined, string | undefined, boolean, boolean]>([
  ["another browser waits for Firefox's answer", OTHER, FIREFOX, true, false],
  ["Firefox answers another browser with its candidates", FIREFOX, OTHER, false, true],
  ["between two of Firefox nothing is special", FIREFOX, FIREFOX, false, false],
  ["between two others nothing is special", OTHER, OTHER, false, false],
  ["a first offer knows nothing of the peer", undefined, undefined, false, false],
  ["a first answer to Firefox", undefined, FIREFOX, false, false],
  ["a first answer of Firefox", undefined, OTHER, false, false],
])("%s", (_, own, peers, wait, goAlong) => {
  expect(laterCandidates(own, peers)).toEqual({ wait, goAlong });
});
