type Handler = ((event: never) => void) | null;

/** What fake WebSockets have in common: events that go to the handlers of the client. */
export class FakeSocket {
  readyState = 0;
  onopen: Handler = null;
  onmessage: Handler = null;
  onclose: Handler = null;

  protected happens(event: Event): void {
    const handler = this[`on${event.type}` as "onopen" | "onmessage" | "onclose"];
    (handler as ((event: Event) => void) | null)?.(event);
  }
}
