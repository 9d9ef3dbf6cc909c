import { expect, test } from "vitest";
import { Sequence } from "./sequence.js";

test("a call is numbered 1, 2, 3, before and after it has its id", () => {
  const sequence = new Sequence();
  expect(sequence.next()).toBe(1);
  sequence.opened("a");
  expect(sequence.next("a")).toBe(2);
  expect(sequence.next()).toBe(3);
});

test("another call begins at 1", () => {
  const sequence = new Sequence();
  sequence.next("a");
  expect(sequence.next("b")).toBe(1);
});

test("the offer that lost a glare does not count in the peer's call", () => {
  const sequence = new Sequence();
  sequence.next();
  expect(sequence.next("peers")).toBe(1);
});

test("after the end of a call the next begins at 1", () => {
  const sequence = new Sequence();
  sequence.next("a");
  sequence.ended("a");
  expect(sequence.next()).toBe(1);
});

test("the end of another call changes nothing", () => {
  const sequence = new Sequence();
  sequence.next("a");
  sequence.ended("former");
  expect(sequence.next("a")).toBe(2);
});
