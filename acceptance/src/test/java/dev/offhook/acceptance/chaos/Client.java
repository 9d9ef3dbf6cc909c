package dev.offhook.acceptance.chaos;

import static dev.offhook.acceptance.wire.Frames.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Frames;
import dev.offhook.acceptance.wire.Overheard;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.acceptance.wire.SignalingSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A client that does what the protocol asks of one: connects again when its connection is lost,
 * says hello with what it has of its call, and sends what was not answered again, with the same id.
 *
 * <p>Everything happens on one thread, that of {@link #run}.
 */
final class Client {
  /** What a client is for. */
  interface Purpose {
    /** What the hello says of the call, if there is one. */
    Optional<ObjectNode> resume();

    /**
     * The connection is there, or was there still.
     *
     * @param told what the hello said of the call
     */
    void established(JsonNode frame, Optional<ObjectNode> told);

    /** A frame that answers none of one's own. */
    void arrived(JsonNode frame);

    /** The connection is lost, or something was refused that answers no frame. */
    void trouble(String what);

    /** Called several times a second. */
    void tick();

    boolean isDone();
  }

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String NAMED = frame("{displayName: '%s'}", Overheard.MARK).toString();
  private static final Duration TICK = Duration.ofMillis(100);

  /**
   * How long an answer may take, the first time; each time after that it is given twice as long.
   */
  private static final long UNANSWERED_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final int MOST_DOUBLINGS = 3;

  private final Service service;
  private final SplittableRandom random;
  private final Tally tally;
  private final Map<String, Unanswered> unanswered = new LinkedHashMap<>();
  private final Map<String, Optional<ObjectNode>> hellos = new LinkedHashMap<>();
  private String sessionId = "";
  private String token = "";
  private boolean doubtful;

  private static final class Unanswered {
    private final ObjectNode frame;
    private final Consumer<JsonNode> answered;
    private long dueNanos;
    private int attempts;

    Unanswered(ObjectNode frame, Consumer<JsonNode> answered) {
      this.frame = frame;
      this.answered = answered;
    }
  }

  Client(Service service, SplittableRandom random, Tally tally) {
    this.service = service;
    this.random = random;
    this.tally = tally;
  }

  String sessionId() {
    return sessionId;
  }

  /** Makes a session, however often it takes. */
  void begin() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(service.apiUrl() + "/sessions"))
            .timeout(Duration.ofSeconds(20))
            .POST(BodyPublishers.ofString(NAMED))
            .build();
    while (sessionId.isEmpty()) {
      try {
        HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == 201) {
          JsonNode session = Frames.parse(answer.body());
          token = session.path("token").asText();
          sessionId = session.path("sessionId").asText();
        }
      } catch (IOException again) {
        tally.count("HTTP requests failed");
      }
      if (sessionId.isEmpty()) {
        pause();
      }
    }
  }

  /** Stays connected until the purpose is done. */
  void run(Purpose purpose) throws InterruptedException {
    while (!purpose.isDone()) {
      try (Line opened = Line.open(URI.create(service.websocketUrl() + "?token=" + token))) {
        if (establish(opened, purpose)) {
          unanswered.values().forEach(each -> each.dueNanos = System.nanoTime());
          stay(opened, purpose);
        }
      } catch (Line.BrokenException broken) {
        tally.count("connections lost or refused");
        purpose.trouble("connection lost or refused");
      }
      if (!purpose.isDone()) {
        pause();
      }
    }
  }

  /** Sends a frame until it is answered; over the next connection if there is none. */
  void ask(ObjectNode frame, Consumer<JsonNode> answered) {
    String id = frame.path("id").asText();
    Unanswered asked = new Unanswered(frame, answered);
    asked.dueNanos = System.nanoTime();
    unanswered.put(id, asked);
  }

  /**
   * Says hello again over the same connection, to hear where the call is; connects anew if that is
   * not answered, because a connection can be dead without a sign.
   */
  void helloAgain() {
    doubtful = true;
  }

  private void hello(Line over, Purpose purpose) throws Line.BrokenException {
    String id = SignalingSocket.newId();
    ObjectNode hello = frame("{action: 'session:hello'}").put("id", id);
    Optional<ObjectNode> resume = purpose.resume();
    resume.ifPresent(told -> hello.set("resume", told));
    hellos.put(id, resume);
    over.send(hello);
  }

  private boolean establish(Line over, Purpose purpose)
      throws Line.BrokenException, InterruptedException {
    for (int attempt = 0; attempt < MOST_DOUBLINGS; attempt++) {
      hello(over, purpose);
      long deadline = System.nanoTime() + patience(attempt);
      while (System.nanoTime() < deadline) {
        Optional<JsonNode> arrived = over.next(TICK);
        if (arrived.isPresent()) {
          handle(arrived.get(), purpose);
          if (arrived.get().path("action").asText().equals("connection:established")) {
            doubtful = false;
            return true;
          }
        }
      }
    }
    return false;
  }

  private void stay(Line over, Purpose purpose) throws Line.BrokenException, InterruptedException {
    while (!purpose.isDone()) {
      for (Unanswered each : List.copyOf(unanswered.values())) {
        if (each.dueNanos <= System.nanoTime()) {
          each.dueNanos = System.nanoTime() + patience(each.attempts++);
          tally.count(each.attempts == 1 ? "frames sent" : "frames sent again");
          over.send(each.frame);
        }
      }
      Optional<JsonNode> arrived = over.next(TICK);
      if (arrived.isPresent()) {
        handle(arrived.get(), purpose);
      }
      purpose.tick();
      if (doubtful && !establish(over, purpose)) {
        return;
      }
    }
  }

  private void handle(JsonNode frame, Purpose purpose) {
    tally.count("frames received");
    String id = frame.path("id").asText();
    if (frame.path("action").asText().equals("connection:established")) {
      purpose.established(frame, hellos.getOrDefault(id, Optional.empty()));
      return;
    }
    Unanswered asked = unanswered.get(id);
    if (asked == null) {
      if (hellos.containsKey(id)) {
        purpose.trouble("hello answered " + frame.path("code").asText());
      } else if (id.isEmpty()) {
        purpose.arrived(frame);
      }
      return;
    }
    if (frame.path("retryable").asBoolean()) {
      tally.count("answers: " + frame.path("code").asText());
      long wait = frame.path("retryAfterMs").asLong(200 + random.nextLong(300));
      asked.dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait);
      return;
    }
    unanswered.remove(id);
    asked.answered.accept(frame);
  }

  private static long patience(int attempt) {
    return UNANSWERED_NANOS << Math.min(attempt, MOST_DOUBLINGS);
  }

  private void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(100 + random.nextLong(400));
  }
}
