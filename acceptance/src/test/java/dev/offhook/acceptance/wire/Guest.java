package dev.offhook.acceptance.wire;

import static dev.offhook.acceptance.wire.Frames.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A person without an account, with at most one connection in use. */
public final class Guest {

  private final Service service;
  private final String sessionId;
  private final String displayName;
  private final String token;
  private Optional<SignalingSocket> socket = Optional.empty();

  Guest(Service service, String sessionId, String displayName, String token) {
    this.service = service;
    this.sessionId = sessionId;
    this.displayName = displayName;
    this.token = token;
  }

  public String sessionId() {
    return sessionId;
  }

  public String displayName() {
    return displayName;
  }

  public String token() {
    return token;
  }

  /** A new ticket. */
  public String ticket() {
    HttpAnswer answer = service.http("POST", "/tickets", this);
    if (answer.status() != 201) {
      throw new AssertionError("no ticket: " + answer.status() + " " + answer.body());
    }
    return answer.json().get("ticket").textValue();
  }

  /** Opens a connection, which is in use from now on; one before stays as it is. */
  public SignalingSocket connect() {
    SignalingSocket opened = service.connect(token);
    socket = Optional.of(opened);
    return opened;
  }

  /** The connection in use. */
  public SignalingSocket socket() {
    return socket.orElseThrow(() -> new IllegalStateException(displayName + " is not connected"));
  }

  /** Says hello and returns {@code connection:established}. */
  public JsonNode hello() {
    JsonNode established = ask("{action: 'session:hello'}");
    if (!established.path("action").asText().equals("connection:established")) {
      throw new AssertionError("hello was answered " + established);
    }
    return established;
  }

  /** Sends a frame without adding anything. */
  public void say(String frame, Object... values) {
    socket().send(frame(frame, values));
  }

  /** Sends a frame with an id and returns its answer. */
  public JsonNode ask(String frame, Object... values) {
    return ask(frame(frame, values));
  }

  /** Sends a frame with an id and returns its answer. */
  public JsonNode ask(ObjectNode frame) {
    return socket().ask(frame);
  }

  /** Sends a frame with an id; its answer must be exactly as expected, with that id. */
  public JsonNode asks(ObjectNode frame, ObjectNode expected) {
    JsonNode answer = ask(frame);
    ObjectNode whole = expected.deepCopy().set("id", answer.get("id"));
    if (!Frames.isAsExpected(answer, whole)) {
      throw new AssertionError("\n" + frame + "\nexpected " + whole + "\nbut was  " + answer);
    }
    return answer;
  }

  /** Waits for the next frame of that action, which must be exactly as expected. */
  public JsonNode expects(ObjectNode expected) {
    return socket().expect(expected);
  }

  /** Fails if anything else has arrived. */
  public void expectsNothing() {
    socket().expectNothing();
  }

  /** This guest as relayed frames name it. */
  public ObjectNode sender() {
    return frame("{sessionId: '%s'}", sessionId).put("displayName", displayName);
  }

  /** This guest as rooms name it. */
  public ObjectNode peer(boolean connected) {
    return sender().put("connected", connected);
  }

  @Override
  public String toString() {
    return displayName;
  }
}
