// @vitest-environment jsdom
import { Activity, act, createRef, StrictMode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Calls, type Progress, SignalingClient } from "../index.js";
import { FakeHttp } from "../testing/fake-http.js";
import { FakeMediaStream, FakePeerConnection, FakeTrack } from "../testing/fake-peer-connection.js";
import { FakeService, type Script } from "../testing/fake-service.js";
import { established } from "../testing/fake-web-socket.js";
import { settle } from "../testing/settle.js";
import { ConnectionStatus, useWebRTC, VideoView, type WebRTC } from "./index.js";

const BOB = { sessionId: "bob", displayName: "Bob", connected: true };
const OFFER = {
  action: "webrtc:offer",
  from: { sessionId: "bob", displayName: "Bob" },
  callId: "c-1",
  offer: { type: "offer", sdp: "theirs" },
  type: "video",
  polite: true,
};

const ROOM_FULL = { action: "error", code: "room-full", message: "", retryable: true };

let service: FakeService;
let http: FakeHttp;
let root: Root;
let page: HTMLElement;
let webrtc: WebRTC;
let getUserMedia: () => Promise<MediaStream>;
let progress: Progress | undefined;

function Room({ room }: { room: string }) {
  webrtc = useWebRTC({
    apiUrl: "https://api.example",
    websocketUrl: "wss://ws.example",
    room,
    token: "ann",
    progress,
    WebSocket: service.WebSocket,
    fetch: http.fetch,
    calls: { RTCPeerConnection: FakePeerConnection.constructorForCall },
  });
  return (
    <>
      <VideoView stream={webrtc.remoteStream} data-testid="remote" />
      <ConnectionStatus connection={webrtc.connection} />
    </>
  );
}

const happens = (what: () => unknown = () => undefined, ms = 0) =>
  act(async () => {
    await what();
    await settle();
    await vi.advanceTimersByTimeAsync(ms);
    await settle();
  });

const render = (room = "kitchen") =>
  happens(() =>
    root.render(
      <StrictMode>
        <Room room={room} />
      </StrictMode>,
    ),
  );

const receive = (frame: { action: string }) =>
  happens(() => service.connectionOf("ann")?.deliver(frame));

/** Nobody has said yet whether the devices may be used; they give this stream. */
function asksForDevices() {
  const stream = FakeMediaStream.of("audio", "video") as FakeMediaStream & MediaStream;
  let allow: () => void = () => undefined;
  getUserMedia = () =>
    new Promise((resolve) => {
      allow = () => resolve(stream);
    });
  return { stream, allow: () => allow() };
}

/** How many such frames arrived at the service. */
const sent = (action: string) =>
  service.arrived.filter(({ frame }) => frame.action === action).length;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.stubGlobal("MediaStream", FakeMediaStream);
  getUserMedia = async () => FakeMediaStream.of("audio", "video");
  Object.defineProperty(navigator, "mediaDevices", {
    configurable: true,
    value: {
      getUserMedia: () => getUserMedia(),
      getDisplayMedia: async () => FakeMediaStream.of("video"),
    },
  });
  FakePeerConnection.all = [];
  progress = undefined;
  http = new FakeHttp();
  service = new FakeService();
  service.scripts["room:join"] = (frame) => ({
    action: "room:joined",
    room: (frame as { room: string }).room,
    peers: [BOB],
    youOffer: true,
  });
  page = document.createElement("div");
  root = createRoot(page);
});
afterEach(async () => {
  await happens(() => root.unmount());
  await happens();
  expect(vi.getTimerCount()).toBe(0);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("a component that uses the hook", () => {
  test("connects once and joins the room, in strict mode too", async () => {
    await render();
    expect(webrtc).toMatchObject({ status: "ready", peers: [BOB], error: undefined });
    expect(service.sockets).toHaveLength(1);
  });

  test("registers its listeners once, in strict mode and however often it is rendered", async () => {
    const [ofClient, ofCalls] = [
      vi.spyOn(SignalingClient.prototype, "on"),
      vi.spyOn(Calls.prototype, "on"),
    ];
    await render();
    const registered = [ofClient.mock.calls.length, ofCalls.mock.calls.length];
    const events = [...ofCalls.mock.calls].map(([event]) => event);
    expect(events).toEqual([...new Set(events)]);
    await render();
    await receive(OFFER);
    await happens(() => service.cut("ann"));
    await happens(undefined, 2000);
    expect([ofClient.mock.calls.length, ofCalls.mock.calls.length]).toEqual(registered);
    vi.restoreAllMocks();
  });

  test("disconnects when it goes, and listens to nothing any more", async () => {
    const listening = vi.spyOn(window, "addEventListener");
    const listeningNoMore = vi.spyOn(window, "removeEventListener");
    const online = ([event]: [string, ...unknown[]]) => event === "online";
    await render();
    await happens(() => root.render(null));
    await happens();
    expect(service.sockets.map(({ readyState }) => readyState)).toEqual([3]);
    const added = listening.mock.calls.filter(online).length;
    expect(added).toBeGreaterThan(0);
    expect(listeningNoMore.mock.calls.filter(online)).toHaveLength(added);
    vi.restoreAllMocks();
  });

  test("goes to another room with its options, not with every rendering", async () => {
    await render();
    await render();
    expect(service.sockets).toHaveLength(1);
    await render("garden");
    await happens();
    expect(service.arrived.map(({ frame }) => "room" in frame && frame.room)).toContain("garden");
    expect(service.sockets.map(({ readyState }) => readyState)).toEqual([3, 1]);
  });

  test("knows who comes and goes", async () => {
    await render();
    const eve = { sessionId: "eve", displayName: "Eve", connected: true };
    const room = "kitchen";
    await receive({ action: "room:peer-joined", room, peer: eve, youOffer: false } as never);
    expect(webrtc.peers).toEqual([BOB, eve]);
    await receive({ action: "room:peer-left", room, peer: BOB, reason: "left" } as never);
    expect(webrtc.peers).toEqual([eve]);
  });

  test("leaves the room when it goes: its place is free at once", async () => {
    await render();
    await happens(() => root.render(null));
    await happens();
    expect(service.arrived.at(-1)?.frame.action).toBe("room:leave");
  });

  test("is told why it can't join, and joins when there is a place", async () => {
    const join = service.scripts["room:join"] as Script;
    service.scripts["room:join"] = () => ROOM_FULL;
    await render();
    expect(webrtc.error).toMatchObject({ code: "room-full" });
    expect(webrtc.status).toBe("connecting");
    await happens(undefined, 5000);
    expect(webrtc.error).toMatchObject({ code: "room-full" });
    service.scripts["room:join"] = join;
    await happens(undefined, 5000);
    expect(webrtc).toMatchObject({ status: "ready", peers: [BOB], error: undefined });
  });

  test("asks for no place any more once it is gone, and leaves none", async () => {
    service.scripts["room:join"] = () => ROOM_FULL;
    await render();
    await happens(() => root.render(null));
    await happens();
    expect(vi.getTimerCount()).toBe(0);
    expect(sent("room:leave")).toBe(0);
  });

  test("asks for a place every five seconds, however often the connection is lost", async () => {
    service.scripts["room:join"] = () => ROOM_FULL;
    await render();
    for (const _ of [1, 2, 3]) {
      await happens(() => service.cut("ann"));
      await happens(undefined, 4000);
    }
    const before = sent("room:join");
    await happens(undefined, 20_000);
    expect(sent("room:join") - before).toBe(4);
  });

  test("keeps the error of a device, though it joins anew", async () => {
    getUserMedia = () => Promise.reject(Object.assign(new Error(), { name: "NotAllowedError" }));
    await render();
    await happens(() => webrtc.startCall("audio"));
    await happens(() => service.cut("ann"));
    await happens(undefined, 4000);
    expect(sent("room:join")).toBe(2);
    expect(webrtc.error).toMatchObject({ problem: "denied" });
    await happens(() => webrtc.hangUp());
  });

  test("does not try again what is no use", async () => {
    const refusal = { action: "error", code: "bad-request", message: "", retryable: false };
    service.scripts["room:join"] = () => refusal;
    await render();
    await happens(undefined, 10_000);
    expect(sent("room:join")).toBe(1);
    expect(webrtc.error).toMatchObject({ code: "bad-request" });
  });

  test("says why there is no connection, and comes back with the network", async () => {
    await render();
    http.answers["POST /tickets"] = "unreachable";
    await happens(() => service.cut("ann"));
    await happens(undefined, 60_000);
    expect(webrtc).toMatchObject({ status: "failed", error: { code: "network" } });
    delete http.answers["POST /tickets"];
    await happens(() => window.dispatchEvent(new Event("online")));
    await happens();
    expect(webrtc).toMatchObject({ status: "ready", error: undefined });
  });

  test("does not take the session back from another page when the network comes back", async () => {
    await render();
    await receive({ action: "connection:replaced" });
    await happens(() => window.dispatchEvent(new Event("online")));
    await happens();
    expect(webrtc).toMatchObject({ status: "failed", error: { code: "replaced" } });
  });

  test.each([
    ["connects", 0],
    ["joins", 180],
  ])("that is hidden while it %s is as new when it is shown again", async (_, ms) => {
    const shown = (mode: "visible" | "hidden") =>
      happens(() =>
        root.render(
          <Activity mode={mode}>
            <Room room="kitchen" />
          </Activity>,
        ),
      );
    service.weather = () => 50;
    await shown("visible");
    await happens(undefined, ms);
    expect(webrtc.status).toBe("connecting");
    await shown("hidden");
    await happens(undefined, 100);
    await shown("visible");
    expect(webrtc.error).toBeUndefined();
    await happens(undefined, 1000);
    service.weather = () => 0;
    expect(webrtc).toMatchObject({ status: "ready", error: undefined });
  });
});

describe("a call", () => {
  test("of the own rings, connects and is hung up", async () => {
    await render();
    await happens(() => webrtc.startCall("video"));
    await happens(() => FakePeerConnection.last.needNegotiation());
    expect(webrtc.status).toBe("calling");
    expect(webrtc.localStream?.getTracks()).toHaveLength(2);
    const answer = { type: "answer", sdp: "theirs" };
    await receive({ action: "webrtc:answer", from: OFFER.from, callId: "c-1", answer } as never);
    expect(webrtc.status).toBe("answered");
    await happens(() => FakePeerConnection.last.becomes("connected"));
    expect(webrtc.status).toBe("connected");
    await happens(() => webrtc.hangUp());
    expect(webrtc).toMatchObject({ status: "ready", call: undefined, localStream: undefined });
  });

  test("of the peer's is announced once, and accepted", async () => {
    await render();
    await receive(OFFER);
    expect(webrtc.status).toBe("incoming");
    expect(webrtc.incoming).toBe(webrtc.call);
    await happens(() => webrtc.accept());
    expect(webrtc.incoming).toBeUndefined();
    await happens(() => FakePeerConnection.last.becomes("connected"));
    expect(webrtc.remoteStream).toBeUndefined();
    await happens(() => FakePeerConnection.last.receivesTrack(new FakeTrack("video")));
    expect(webrtc.remoteStream).toBe(webrtc.call?.remoteStream);
    const video = page.querySelector("[data-testid=remote]") as HTMLVideoElement;
    expect(video.srcObject).toBe(webrtc.remoteStream);
  });

  test("of the peer's is rejected", async () => {
    await render();
    await receive(OFFER);
    await happens(() => webrtc.reject());
    expect(webrtc.status).toBe("ready");
    expect(service.arrived.at(-1)?.frame.action).toBe("webrtc:call-reject");
  });

  test("shows what is switched", async () => {
    await render();
    await receive(OFFER);
    await happens(() => webrtc.accept());
    await happens(() => webrtc.toggleMute());
    await happens(() => webrtc.toggleCamera());
    await happens(() => webrtc.shareScreen());
    expect(webrtc).toMatchObject({ muted: true, cameraOff: true, sharing: true });
    await happens(() => webrtc.shareScreen());
    expect(webrtc.sharing).toBe(false);
  });

  describe("that went on while the page was loaded again", () => {
    const call = { callId: "c-1", peer: BOB, role: "caller", state: "active", type: "video" };

    beforeEach(() => {
      progress = { callId: "c-1", sent: 3, received: 2 };
      service.scripts["session:hello"] = () =>
        ({ ...established(), call, room: "kitchen", peers: [BOB] }) as unknown as {
          action: string;
        };
    });

    test("goes on, with devices of its own", async () => {
      await render();
      expect(webrtc.status).toBe("answered");
      expect(webrtc.call?.callId).toBe("c-1");
      expect(webrtc.localStream?.getTracks()).toHaveLength(2);
      await happens(() => FakePeerConnection.last.becomes("connected"));
      expect(webrtc.status).toBe("connected");
    });

    test("and ends while devices are asked for leaves them off", async () => {
      const { stream, allow } = asksForDevices();
      await render();
      await happens(() => root.render(null));
      await happens();
      await happens(() => allow());
      expect(stream.tracks.map(({ stopped }) => stopped)).toEqual([true, true]);
      expect(FakePeerConnection.all).toEqual([]);
    });
  });

  test("that is given up while devices are asked for does not begin, and leaves them off", async () => {
    const { stream, allow } = asksForDevices();
    await render();
    const starting = webrtc.startCall("video");
    await happens(() => webrtc.hangUp());
    await happens(() => allow());
    await starting;
    expect(webrtc.status).toBe("ready");
    expect(stream.tracks.map(({ stopped }) => stopped)).toEqual([true, true]);
  });

  test("goes on without devices, and the problem is told", async () => {
    getUserMedia = () => Promise.reject(Object.assign(new Error(), { name: "NotAllowedError" }));
    await render();
    await happens(() => webrtc.startCall("video"));
    expect(webrtc.error).toMatchObject({ name: "MediaError", problem: "denied" });
    expect(webrtc.status).toBe("calling");
  });

  test("whose component goes while devices are asked for leaves them off", async () => {
    const { stream, allow } = asksForDevices();
    await render();
    const starting = webrtc.startCall("video");
    await happens(() => root.render(null));
    await happens();
    allow();
    await starting;
    expect(stream.tracks.map(({ stopped }) => stopped)).toEqual([true, true]);
  });
});

describe("the panel", () => {
  const value = (name: string) => page.querySelector(`[data-name=${name}]`)?.textContent;

  test("tells how the connection does, live", async () => {
    await render();
    expect(page.querySelector("dl")?.dataset.status).toBe("connected");
    expect(value("reconnects")).toBe("0");
    await happens(() => service.cut("ann"));
    expect(value("status")).toBe("reconnecting");
    await happens(undefined, 2000);
    expect(value("status")).toBe("connected");
    expect(value("reconnects")).toBe("1");
    expect(value("lastError")).toBe("connection-lost");
  });

  test("looks at the numbers every second, though nothing else happens", async () => {
    await render();
    expect(value("roundTripMs")).toBe("0 ms");
    const sent = Number(value("sent"));
    service.weather = () => 20;
    await happens(() => {
      webrtc.connection.client?.sendText("a");
    });
    await happens(undefined, 900);
    expect(value("sent")).toBe(String(sent));
    await happens(undefined, 100);
    expect(value("sent")).toBe(String(sent + 1));
    expect(value("roundTripMs")).toBe("40 ms");
    expect(value("repeated")).toBe("0");
    expect(value("dropped")).toBe("0");
    service.weather = () => 0;
  });
});

test("a picture is shown, and is the app's too if that has a ref", async () => {
  const stream = FakeMediaStream.of("video");
  const ref = createRef<HTMLVideoElement>();
  await happens(() => root.render(<VideoView ref={ref} stream={stream} />));
  const video = page.querySelector("video");
  expect(video?.srcObject).toBe(stream);
  expect(ref.current).toBe(video);
  // React 18 gives a ref to a component of this kind alone.
  expect(VideoView).toHaveProperty("$$typeof", Symbol.for("react.forward_ref"));
});
