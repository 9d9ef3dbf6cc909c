package dev.offhook.acceptance.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** A running service as its clients see it: two addresses. */
public record Service(URI apiUrl, URI websocketUrl) {

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Makes a session, of a name that is marked. */
  public Guest guest(String displayName) {
    return guestNamed(displayName + " " + Overheard.MARK);
  }

  /** Makes a session of exactly that name. */
  public Guest guestNamed(String displayName) {
    HttpAnswer answer =
        http("POST", "/sessions", Frames.frame("{}").put("displayName", displayName).toString());
    if (answer.status() != 201) {
      throw new AssertionError("no session: " + answer.status() + " " + answer.body());
    }
    JsonNode session = answer.json();
    return new Guest(
        this,
        session.get("sessionId").textValue(),
        session.get("displayName").textValue(),
        session.get("token").textValue());
  }

  /** Makes a session, connects it and says hello. */
  public Guest online(String displayName) {
    Guest guest = guest(displayName);
    guest.connect();
    guest.hello();
    return guest;
  }

  /** Opens a connection with that as {@code token}, which may be a ticket. */
  public SignalingSocket connect(String token) {
    return open("?token=" + token);
  }

  /** How the handshake with that as {@code token} is answered: 101 lets in. */
  public int handshake(String token) {
    return answerTo("?token=" + token);
  }

  /**
   * How the handshake with that query is answered; a connection that was opened is dropped.
   *
   * @param headers names and values in turn
   */
  public int answerTo(String query, String... headers) {
    try {
      open(query, headers).close();
      return SWITCHING_PROTOCOLS;
    } catch (SignalingSocket.RefusedException refused) {
      return refused.status();
    }
  }

  /**
   * Opens a connection with that query, which begins with a question mark or is empty.
   *
   * @param headers names and values in turn
   */
  public SignalingSocket open(String query, String... headers) {
    return SignalingSocket.open(CLIENT, URI.create(websocketUrl + query), headers);
  }

  /**
   * Makes a request.
   *
   * @param body nothing is sent if it is empty
   * @param headers names and values in turn
   */
  public HttpAnswer http(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(apiUrl + path))
            .timeout(SignalingSocket.PATIENCE)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** Makes a request with a bearer token and without a body. */
  public HttpAnswer http(String method, String path, Guest bearer) {
    return http(method, path, "", "authorization", "Bearer " + bearer.token());
  }

  private static void overhear(HttpAnswer answer) {
    if (answer.status() >= 400) {
      Overheard.told(answer.body());
    } else if (answer.header("content-type").orElse("").contains("json")) {
      Overheard.received(answer.json());
    }
  }

  /** Makes a request. */
  public HttpAnswer send(HttpRequest request) {
    try {
      HttpAnswer answer = new HttpAnswer(CLIENT.send(request, BodyHandlers.ofString()));
      overhear(answer);
      return answer;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an answer", interrupted);
    }
  }
}
