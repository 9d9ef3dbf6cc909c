import { App } from "./app.js";
import { byTestId } from "./dom.js";
import { kept } from "./room.js";
import type { DemoState } from "./state.js";

declare global {
  interface Window {
    /** For tests and the console. */
    offhookDemo: {
      pc(): RTCPeerConnection | undefined;
      readonly state: DemoState;
    };
  }
}

const app = new App();

window.offhookDemo = {
  pc: () => app.call?.peerConnection,
  get state() {
    return app.state;
  },
};

function onClick(testId: string, action: () => unknown): void {
  byTestId(testId).addEventListener("click", action);
}

const nameInput = byTestId<HTMLInputElement>("name");
nameInput.value = kept.name();
byTestId("join-form").addEventListener("submit", (event) => {
  event.preventDefault();
  app.join(nameInput.value.trim());
});

onClick("preview-toggle", () => app.togglePreview());
onClick("call-video", () => app.startCall("video"));
onClick("call-audio", () => app.startCall("audio"));
onClick("accept-video", () => app.accept("video"));
onClick("accept-audio", () => app.accept("audio"));
onClick("reject", () => app.call?.reject());
onClick("cancel", () => app.call?.hangUp());
onClick("hang-up", () => app.call?.hangUp());
onClick("mute", () => app.call?.setMuted(!app.call.muted));
onClick("camera", () => app.call?.setCameraOff(!app.call.cameraOff));
onClick("leave", () => app.leave());
onClick("reconnect", () => app.reconnect());
onClick("notice-dismiss", () => app.dismissNotice());
onClick("new-room", () => location.assign(location.pathname));
onClick("chat-toggle", () => {
  const open = byTestId("app").classList.toggle("chat-open");
  byTestId("chat-toggle").setAttribute("aria-pressed", String(open));
});

const chatInput = byTestId<HTMLInputElement>("chat-input");
byTestId("chat-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = chatInput.value.trim();
  if (text === "") {
    return;
  }
  chatInput.value = "";
  const isSent = await app.sendText(text);
  if (!isSent && chatInput.value === "") {
    chatInput.value = text;
  }
});

onClick("copy-link", async () => {
  const link = byTestId<HTMLInputElement>("room-link");
  link.select();
  try {
    await navigator.clipboard.writeText(link.value);
  } catch {
    document.execCommand("copy"); // Pages that are not secure have no clipboard.
  }
  byTestId("copied").textContent = "Copied. Now send it to someone.";
});

addEventListener("pagehide", () => app.goAway());
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    location.reload(); // Its connection and its call are gone.
  }
});
