/** A page for `meet`, the video call in twenty lines. */
import { meet } from "../minimal.js";
import { element, room, status } from "../page.js";

await meet(room, element<HTMLVideoElement>("remote"));
status("ready");
