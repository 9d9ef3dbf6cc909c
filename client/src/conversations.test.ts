import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ClientFrame, ServerAction } from "./frames.js";
import { SignalingClient } from "./signaling-client.js";
import { type Conversation, conversations, type Step } from "./testing/conversations.js";
import { FakeHttp } from "./testing/fake-http.js";
import { established, FakeWebSocket } from "./testing/fake-web-socket.js";
import { sendAs } from "./testing/send-as.js";
import { settle } from "./testing/settle.js";

let client: SignalingClient;

beforeEach(() => {
  vi.useFakeTimers();
  FakeWebSocket.all = [];
});
afterEach(() => {
  client.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** What was sent last, without what the client gives it. */
function lastSent(action: string): Record<string, unknown> {
  const { id, ...frame } = FakeWebSocket.last.latest(action as ClientFrame["action"]);
  return frame;
}

async function isGreeted(answer: object): Promise<void> {
  FakeWebSocket.last.answer("session:hello", { ...established(), ...answer });
  await settle();
}

async function connects(): Promise<void> {
  await settle();
  FakeWebSocket.last.open();
  await settle();
}

async function take(step: Step): Promise<void> {
  if ("sends" in step) {
    const answered = sendAs(client, step.sends as unknown as ClientFrame).catch((error) => error);
    // As long as a candidate may wait for others.
    await vi.advanceTimersByTimeAsync(50);
    expect(lastSent(step.sends.action)).toEqual(step.sends);
    FakeWebSocket.last.answer(step.sends.action as ClientFrame["action"], step.answer);
    const { action: _, ...members } = step.answer;
    expect(await answered).toMatchObject(members);
  } else if ("gets" in step) {
    const heard = vi.fn();
    const stop = client.on(step.gets.action as ServerAction, heard);
    FakeWebSocket.last.receive(step.gets);
    await settle();
    stop();
    expect(heard.mock.calls).toEqual([[step.gets]]);
  } else if ("loses" in step) {
    FakeWebSocket.last.break();
    await settle();
    expect(client.state.status).toBe("reconnecting");
  } else {
    await vi.advanceTimersByTimeAsync(1000);
    await connects();
    expect(lastSent("session:hello")).toEqual(step.returns);
    await isGreeted(step.answer);
    expect(client.state.status).toBe("connected");
  }
}

async function play(who: string, { steps }: Conversation): Promise<void> {
  client = new SignalingClient({
    apiUrl: "https://api.example",
    websocketUrl: "wss://ws.example",
    token: who,
    WebSocket: FakeWebSocket.constructorForClient,
    fetch: new FakeHttp().fetch,
    nextRetryDelayInMs: () => 1000,
  });
  client.connect().catch(() => undefined);
  await connects();
  await isGreeted({ sessionId: who });
  for (const step of steps) {
    if (step.who === who) {
      await take(step);
    }
  }
}

describe.each(conversations())("$name", (conversation) => {
  test.each(conversation.people)("the part of %s", (who) => play(who, conversation));
});
