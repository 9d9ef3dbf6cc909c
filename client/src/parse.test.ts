import { describe, expect, test } from "vitest";
import type { ServerAction } from "./frames.js";
import { parseServerFrame } from "./parse.js";
import { examples } from "./testing/examples.js";

const SERVER = examples("server");

describe("every example frame from the service is read as it is", () => {
  test.each(SERVER)("$name", ({ frame }) => {
    expect(parseServerFrame(JSON.stringify(frame))).toEqual(frame);
  });
});

test("the examples have every action that this client knows", () => {
  const known: Record<ServerAction, true> = {
    "connection:established": true,
    "connection:replaced": true,
    "session:ended": true,
    pong: true,
    "room:joined": true,
    "room:peer-joined": true,
    "room:peer-left": true,
    "webrtc:offer": true,
    "webrtc:answer": true,
    "webrtc:ice-candidate": true,
    "webrtc:peer-resumed": true,
    "webrtc:call-end": true,
    "webrtc:call-reject": true,
    "webrtc:call-timeout": true,
    "chat:text": true,
    "chat:file": true,
    "chat:voice": true,
    ack: true,
    error: true,
  };
  expect(new Set(SERVER.map(({ frame }) => frame.action))).toEqual(new Set(Object.keys(known)));
});

describe("what is no frame is not read", () => {
  test.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["null", "null"],
    ["a text of the gateway's own", '{"message": "Internal server error", "connectionId":"a"}'],
    ["an action of a later version", '{"action":"webrtc:hold","callId":"c"}'],
    ["an action named like a property of objects", '{"action":"constructor"}'],
    ["a frame without a member that it needs", '{"action":"pong"}'],
    ["a member of the wrong type", '{"action":"pong","serverTime":1}'],
    ["a null where an object is needed", '{"action":"chat:text","from":null,"text":"a"}'],
    [
      "an object where a list is needed",
      '{"action":"room:joined","room":"a","peers":{},"youOffer":true}',
    ],
    ["a list where an object is needed", '{"action":"chat:text","from":[],"text":"a"}'],
  ])("%s", (_, text) => {
    expect(parseServerFrame(text)).toBeUndefined();
  });
});
