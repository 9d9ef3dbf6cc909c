import type { Peer } from "../src/index.js";
import { byId, byTestId, each } from "./dom.js";
import { type DemoState, isInCall, type Phase } from "./state.js";
import { clock } from "./texts.js";

/** The streams, which are no part of the state: they can't be compared or written down. */
export interface Pictures {
  local: MediaStream | undefined;
  remote: MediaStream | undefined;
}

export interface ViewActions {
  callPeer: (peer: Peer, type: "audio" | "video") => void;
}

/** Shows a state; keeps nothing of its own but what it showed last. */
export class View {
  readonly #actions: ViewActions;
  #shownPhase: Phase | undefined;
  #shownPeers: readonly Peer[] | undefined;
  #shownMe: string | undefined;
  #shownMessages = 0;

  constructor(actions: ViewActions) {
    this.#actions = actions;
    // The newest message stays in view, however much room there is for the others.
    new ResizeObserver(toTheEnd).observe(byTestId("chat-messages"));
  }

  render(state: DemoState, link: string, pictures: Pictures): void {
    const app = byTestId("app");
    app.dataset.phase = state.phase;
    for (const element of each("[data-for]")) {
      element.hidden = !element.dataset.for?.split(" ").includes(state.phase);
    }
    if (!isInCall(state.phase)) {
      app.classList.remove("chat-open");
    }
    byTestId<HTMLInputElement>("room-link").value = link;
    byTestId<HTMLButtonElement>("join").disabled = state.phase === "joining";
    byTestId("join").textContent = state.phase === "joining" ? "Joining…" : "Join the room";
    this.#connection(state);
    this.#notice(state);
    this.#pictures(state, pictures);
    this.#face(state, pictures);
    this.#controls(state, pictures);
    this.#people(state);
    this.#messages(state);
    this.tick(state);
    this.#phaseChanged(state);
  }

  /** What changes with time alone. */
  tick({ call, connection, phase }: DemoState): void {
    byTestId("call-timer").textContent =
      call?.since === undefined ? "" : clock(Date.now() - call.since);
    if (connection.status === "reconnecting") {
      const seconds = Math.max(0, Math.ceil((connection.nextRetryAt - Date.now()) / 1000));
      const what = phase === "joining" ? "No connection yet." : "Connection lost.";
      const next = seconds > 0 ? `Next attempt in ${seconds} s` : "Trying…";
      byId("connection-text").textContent = `${what} ${next}`;
    }
  }

  #connection({ connection, phase }: DemoState): void {
    const line = byTestId("connection");
    line.dataset.status = connection.status;
    byId("connection-text").textContent = {
      connecting: "Connecting…",
      connected: "Connected",
      reconnecting: "",
      failed: phase === "join" ? "" : "Not connected",
      closed: "",
    }[connection.status];
    byTestId("reconnect").hidden =
      connection.status !== "reconnecting" && !(connection.status === "failed" && phase !== "join");
  }

  #notice({ notice }: DemoState): void {
    const box = byTestId("notice");
    box.hidden = notice === undefined;
    box.dataset.kind = notice?.kind ?? "";
    box.dataset.code = notice?.code ?? "";
    const text = byTestId("notice-text");
    if (text.textContent !== (notice?.text ?? "")) {
      text.textContent = notice?.text ?? "";
    }
    byTestId("new-room").hidden = notice?.code !== "room-full";
  }

  #pictures(state: DemoState, { local, remote }: Pictures): void {
    const localVideo = byTestId<HTMLVideoElement>("local-video");
    const remoteVideo = byTestId<HTMLVideoElement>("remote-video");
    show(localVideo, local);
    show(remoteVideo, remote);
    const seesPeer = isInCall(state.phase) && hasPicture(remote);
    remoteVideo.hidden = !seesPeer;
    const self = byTestId("self");
    self.hidden = (local?.getVideoTracks().length ?? 0) === 0;
    self.dataset.off = String(state.cameraOff && isInCall(state.phase));
    byTestId("self-muted").hidden = !state.muted || !isInCall(state.phase);
    const previews = !self.hidden && !isInCall(state.phase);
    byTestId("stage").classList.toggle("has-picture", seesPeer || previews);
  }

  #face(state: DemoState, { local, remote }: Pictures): void {
    const { phase, call } = state;
    const talks = phase === "connected" || phase === "interrupted";
    const previews = !isInCall(phase) && (local?.getVideoTracks().length ?? 0) > 0;
    const face = byTestId("face");
    face.hidden = previews || (phase === "connected" && hasPicture(remote));
    face.classList.toggle("over", phase === "interrupted");
    const name = call?.peer ?? state.peers[0]?.displayName ?? state.me ?? "";
    byId("avatar").textContent = initials(name);
    const [title, text] = faceTexts(state);
    byTestId("face-title").textContent = title;
    byTestId("face-text").textContent = text;
    byTestId("call-head").hidden = !talks;
    byTestId("call-peer").textContent = call?.peer ?? "";
  }

  #controls(state: DemoState, { local }: Pictures): void {
    const preview = byTestId<HTMLButtonElement>("preview-toggle");
    preview.setAttribute("aria-pressed", String(state.preview === "on"));
    preview.disabled = state.preview === "starting";
    byId("preview-label").textContent = {
      off: "Check camera",
      starting: "Starting…",
      on: "Camera off",
    }[state.preview];
    const peers = state.peers.filter((peer) => peer.connected);
    byId("call-actions").hidden = state.phase !== "room" || peers.length !== 1;
    const isVideo = state.call?.type === "video";
    byTestId("accept-video").hidden = !isVideo;
    byId("accept-audio-label").textContent = isVideo ? "Audio only" : "Accept";
    press("mute", state.muted, local?.getAudioTracks().length !== 0 && local !== undefined);
    press("camera", state.cameraOff, (local?.getVideoTracks().length ?? 0) > 0);
    icon("mute", state.muted ? "i-mic-off" : "i-mic");
    icon("camera", state.cameraOff ? "i-camera-off" : "i-camera");
  }

  #people({ peers, me, phase }: DemoState): void {
    const idle = phase === "room";
    for (const button of each<HTMLButtonElement>("[data-testid=people-list] button")) {
      button.disabled = !idle;
    }
    if (peers === this.#shownPeers && me === this.#shownMe) {
      return;
    }
    this.#shownPeers = peers;
    this.#shownMe = me;
    const rows = peers.map((peer) => this.#peerRow(peer, idle, peers.length > 1));
    const alone = document.createElement("li");
    alone.className = "nobody";
    alone.textContent = "Nobody else yet. Send someone the link.";
    byTestId("people-list").replaceChildren(
      personRow(me ?? "", "You", "me"),
      ...(rows.length === 0 ? [alone] : rows),
    );
  }

  /** With one peer in the room, the buttons on the stage are enough. */
  #peerRow(peer: Peer, idle: boolean, withButtons: boolean): HTMLLIElement {
    const row = personRow(peer.displayName, peer.connected ? "Here" : "Away for a moment", "peer");
    row.dataset.connected = String(peer.connected);
    for (const type of withButtons ? (["audio", "video"] as const) : []) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "icon-button";
      button.disabled = !idle;
      button.dataset.testid = `peer-call-${type}`;
      button.setAttribute("aria-label", `Call ${peer.displayName}, ${type}`);
      button.innerHTML = `<svg aria-hidden="true"><use href="#i-${type === "audio" ? "phone" : "camera"}"/></svg>`;
      button.addEventListener("click", () => this.#actions.callPeer(peer, type));
      row.append(button);
    }
    return row;
  }

  #messages({ messages }: DemoState): void {
    if (messages.length === this.#shownMessages) {
      return;
    }
    this.#shownMessages = messages.length;
    const list = byTestId("chat-messages");
    list.replaceChildren(
      ...messages.map((message) => {
        const item = document.createElement("li");
        item.className = message.mine ? "message mine" : "message";
        item.dataset.testid = "chat-message";
        item.dataset.mine = String(message.mine);
        const who = document.createElement("span");
        who.className = "sr";
        who.textContent = `${message.mine ? "You" : message.from}: `;
        item.append(who, message.text);
        return item;
      }),
    );
    toTheEnd();
  }

  #phaseChanged(state: DemoState): void {
    if (state.phase === this.#shownPhase) {
      return;
    }
    const before = this.#shownPhase;
    this.#shownPhase = state.phase;
    const [title, text] = faceTexts(state);
    byTestId("announcement").textContent = `${title}. ${text}`;
    document.title = state.phase === "incoming" ? `${title} · Offhook` : "Offhook";
    const focus: Partial<Record<Phase, string>> = {
      incoming: state.call?.type === "video" ? "accept-video" : "accept-audio",
      calling: "cancel",
      connecting: "hang-up",
    };
    const next =
      focus[state.phase] ?? (before && state.phase === "room" ? "call-video" : undefined);
    if (next !== undefined) {
      byTestId(next).focus({ preventScroll: true });
    }
  }
}

/** What stands in place of a picture. */
function faceTexts({ phase, peers, call, me }: DemoState): [title: string, text: string] {
  const peer = call?.peer ?? peers.find((one) => one.connected)?.displayName;
  switch (phase) {
    case "join":
      return ["Face to face in a minute", "See how you look before anybody else does."];
    case "joining":
      return ["One moment", "Opening the door to the room."];
    case "room":
      if (peers.length === 0) {
        return [`Hello, ${me ?? ""}`, "You are the first one here. Send someone the link."];
      }
      if (peer === undefined) {
        return [`${peers[0]?.displayName} is away`, "Perhaps only for a moment."];
      }
      return peers.length === 1
        ? [`${peer} is here`, "Call whenever you like."]
        : ["Who is it to be?", "Choose whom to call in the list."];
    case "calling":
      return [`Calling ${peer}`, call?.type === "video" ? "Video call, ringing…" : "Ringing…"];
    case "incoming":
      return [`${peer} is calling`, call?.type === "video" ? "Video call" : "Audio call"];
    case "connecting":
      return [`${peer}`, "Connecting…"];
    case "connected":
      return [`${peer}`, call?.type === "video" ? "The camera is off" : "Audio call"];
    case "interrupted":
      return [`${peer}`, "Picture and sound have stopped. Waiting for them to come back…"];
  }
}

function personRow(name: string, note: string, kind: "me" | "peer"): HTMLLIElement {
  const row = document.createElement("li");
  row.className = "person";
  row.dataset.testid = kind;
  const face = document.createElement("span");
  face.className = "person-face";
  face.setAttribute("aria-hidden", "true");
  face.textContent = initials(name);
  const label = document.createElement("span");
  label.className = "person-name";
  const small = document.createElement("small");
  small.textContent = note;
  label.append(name, small);
  row.append(face, label);
  return row;
}

/** "Ada Lovelace" is AL. */
export function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => word !== "");
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => Array.from(word ?? "")[0]?.toUpperCase() ?? "").join("");
}

function hasPicture(stream: MediaStream | undefined): boolean {
  return (stream?.getVideoTracks() ?? []).some(
    (track) => track.readyState === "live" && !track.muted,
  );
}

function show(video: HTMLVideoElement, stream: MediaStream | undefined): void {
  const playable = stream?.getTracks().length ? stream : null;
  if (video.srcObject !== playable) {
    video.srcObject = playable;
  }
}

function press(testId: string, pressed: boolean, possible: boolean): void {
  const button = byTestId<HTMLButtonElement>(testId);
  button.setAttribute("aria-pressed", String(pressed && possible));
  button.disabled = !possible;
}

function icon(testId: string, id: string): void {
  byTestId(testId).querySelector("use")?.setAttribute("href", `#${id}`);
}

function toTheEnd(): void {
  const list = byTestId("chat-messages");
  list.scrollTop = list.scrollHeight;
}
