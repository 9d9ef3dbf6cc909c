package dev.offhook.queue;

import dev.offhook.json.Json;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.SessionId;
import dev.offhook.signaling.Timers.Timer;
import java.util.Optional;

/** A timer as the body of a message. */
public final class TimerMessage {

  private static final String KIND = "timer";
  private static final String RING = "ring";
  private static final String GONE = "gone";
  private static final String CALL_ID = "callId";
  private static final String SESSION_ID = "sessionId";

  private TimerMessage() {}

  public static String write(Timer timer) {
    return JsonText.write(
        switch (timer) {
          case Timer.Ring ring ->
              Json.object().put(KIND, RING).put(CALL_ID, ring.call().value()).build();
          case Timer.Gone gone ->
              Json.object().put(KIND, GONE).put(SESSION_ID, gone.session().value()).build();
        });
  }

  /** The timer, or empty if the body isn't one. */
  public static Optional<Timer> read(String body) {
    return JsonText.readObject(body)
        .flatMap(
            message ->
                switch (message.text(KIND).orElse("")) {
                  case RING ->
                      message
                          .text(CALL_ID)
                          .filter(CallId::isValid)
                          .map(id -> new Timer.Ring(new CallId(id)));
                  case GONE ->
                      message
                          .text(SESSION_ID)
                          .filter(SessionId::isValid)
                          .map(id -> new Timer.Gone(new SessionId(id)));
                  case String _ -> Optional.empty();
                });
  }
}
