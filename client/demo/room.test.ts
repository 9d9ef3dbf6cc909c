import { expect, test } from "vitest";
import { freshRoom, isRelayed, linkTo, roomOf } from "./room.js";

test.each([
  ["https://a.example/demo/?room=kitchen-42", "kitchen-42"],
  ["https://a.example/demo/", undefined],
  ["https://a.example/demo/?room=", undefined],
  ["https://a.example/demo/?room=a%20b", null],
  [`https://a.example/demo/?room=${"a".repeat(65)}`, null],
])("%s names %s", (address, room) => {
  expect(roomOf(address)).toBe(room);
});

test("a fresh room has 128 random bits, and a name that a room may have", () => {
  const rooms = Array.from({ length: 50 }, () => freshRoom());
  expect(new Set(rooms).size).toBe(50);
  for (const room of rooms) {
    expect(room).toMatch(/^[A-Za-z0-9_-]{22}$/);
  }
  expect(freshRoom(new Uint8Array(16).fill(255))).toBe("_____________________w");
});

test("the link is this page with that room and nothing else", () => {
  expect(linkTo("r", "https://a.example/demo/?token=secret#x")).toBe(
    "https://a.example/demo/?room=r",
  );
});

test("a page may ask for calls through a TURN server alone", () => {
  expect(isRelayed("https://a.example/demo/?room=r&relay")).toBe(true);
  expect(isRelayed("https://a.example/demo/?room=relay")).toBe(false);
});
