package dev.offhook.simulation;

import dev.offhook.json.Json.JsonObject;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.ServerFrame;
import dev.offhook.protocol.ServerFrameWriter;
import dev.offhook.signaling.ConnectionAuthorizer.Verdict;
import dev.offhook.signaling.Connections;
import dev.offhook.signaling.Speaker;
import dev.offhook.simulation.Agenda.Kind;
import dev.offhook.simulation.Faults.Fault;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * API Gateway: sockets, an invocation of its own for each frame, and the management API. Promises
 * as little as the real one.
 */
final class Gateway implements Connections {

  /** A tab that vanished is noticed when its socket has been idle for this long at the latest. */
  private static final long IDLE_MILLIS = 600_000;

  private final Agenda agenda;
  private final Faults faults;
  private final Lambda lambda;
  private final Trace trace;
  private final Ledger ledger;
  private final Deliveries deliveries;
  private final Supplier<Routes> routes;
  private final Map<ConnectionId, Socket> sockets = new LinkedHashMap<>();

  Gateway(
      Agenda agenda,
      Faults faults,
      Lambda lambda,
      Trace trace,
      Ledger ledger,
      Deliveries deliveries,
      Supplier<Routes> routes) {
    this.agenda = agenda;
    this.faults = faults;
    this.lambda = lambda;
    this.trace = trace;
    this.ledger = ledger;
    this.deliveries = deliveries;
    this.routes = routes;
  }

  /** Opens a socket for a tab. */
  void open(Tab tab) {
    agenda.after(
        faults.networkMillis(),
        Kind.MOTION,
        () -> {
          Instant openedAt = agenda.instant();
          lambda.run(
              () -> "connect " + tab,
              () -> routes.get().authorize(tab),
              outcome -> opened(tab, openedAt, outcome));
        });
  }

  private void opened(Tab tab, Instant openedAt, Lambda.Outcome<Verdict> outcome) {
    if (!(outcome instanceof Lambda.Outcome.Returned<Verdict>(Verdict verdict))) {
      later(tab::notOpened);
      return;
    }
    if (!(verdict instanceof Verdict.LetIn guest)) {
      trace.say("%s is not let in: %s", tab, verdict);
      later(tab::refused);
      return;
    }
    ConnectionId id = new ConnectionId(tab.guest.name + "#" + (sockets.size() + 1));
    Speaker speaker =
        new Speaker(guest.session(), guest.displayName(), id, openedAt, guest.tokenExpiresAt());
    Socket socket = new Socket(tab, speaker);
    sockets.put(id, socket);
    later(() -> tab.opened(socket));
  }

  private void later(Runnable action) {
    agenda.after(faults.networkMillis(), Kind.MOTION, action);
  }

  /** Sends a frame from a tab. */
  void send(Socket socket, String text) {
    if (!socket.openAtTab) {
      return;
    }
    trace.say("%s says %s", socket, text);
    later(
        () -> {
          boolean lost = !socket.openAtTab && faults.flip();
          if (lost) {
            trace.say("%s lost with its socket: %s", socket, text);
          } else {
            handle(socket, text);
          }
        });
  }

  private void handle(Socket socket, String text) {
    Supplier<String> what = () -> socket + " " + Frames.summary(text);
    lambda.run(
        what, () -> routes.get().frame(socket.speaker, text), outcome -> answer(socket, outcome));
    if (faults.happens(Fault.REPEATED_FRAME)) {
      agenda.after(
          faults.millis(0, 3000),
          Kind.MOTION,
          () ->
              lambda.run(
                  () -> what.get() + " again",
                  () -> routes.get().frame(socket.speaker, text),
                  outcome -> {}));
    }
  }

  private void answer(Socket socket, Lambda.Outcome<Optional<ServerFrame>> outcome) {
    if (outcome
            instanceof Lambda.Outcome.Returned<Optional<ServerFrame>>(Optional<ServerFrame> answer)
        && answer.isPresent()) {
      String text = ServerFrameWriter.write(answer.get());
      if (socket.openAtGateway) {
        deliver(socket, text, Frames.read(text));
      }
    }
  }

  @Override
  public Posted post(ConnectionId connection, String text) {
    Socket socket = sockets.get(connection);
    if (socket == null || !socket.openAtGateway) {
      trace.say("  post to %s, which is gone: %s", connection, text);
      return Posted.GONE;
    }
    JsonObject frame = Frames.read(text);
    ledger.posted(socket.tab.guest, frame);
    if (faults.happens(Fault.REFUSED_POST)) {
      trace.say("  post to %s, refused: %s", connection, text);
      return Posted.REFUSED;
    }
    trace.say("  post to %s: %s", connection, text);
    deliver(socket, text, frame);
    if (faults.happens(Fault.TAKEN_POST)) {
      return Posted.REFUSED;
    }
    deliveries.posted(socket.tab.guest.session(), text);
    return Posted.TAKEN;
  }

  private void deliver(Socket socket, String text, JsonObject frame) {
    long arrival = agenda.elapsed() + faults.networkMillis();
    if (faults.happens(Fault.REORDERED_POST)) {
      arrival += faults.millis(0, 1500);
    } else {
      arrival = Math.max(arrival, socket.lastArrival);
      socket.lastArrival = arrival;
    }
    agenda.after(arrival - agenda.elapsed(), Kind.MOTION, () -> arrived(socket, frame, text));
  }

  private void arrived(Socket socket, JsonObject frame, String text) {
    if (socket.openAtTab) {
      trace.say("%s hears %s", socket, text);
      socket.tab.heard(socket, frame);
    } else {
      trace.say("%s never hears %s", socket, text);
    }
  }

  /** The socket of that connection, as long as the gateway has it. */
  Optional<Socket> socket(ConnectionId connection) {
    return Optional.ofNullable(sockets.get(connection));
  }

  @Override
  public boolean isLive(ConnectionId connection) {
    Socket socket = sockets.get(connection);
    return socket != null && socket.openAtGateway;
  }

  @Override
  public void close(ConnectionId connection) {
    Socket socket = sockets.get(connection);
    if (socket != null && socket.openAtGateway) {
      trace.say("  close %s", connection);
      closeAtGateway(socket);
      agenda.after(
          Math.max(1, socket.lastArrival - agenda.elapsed()),
          Kind.MOTION,
          () -> closeAtTab(socket));
    }
  }

  private static void closeAtTab(Socket socket) {
    if (socket.openAtTab) {
      socket.openAtTab = false;
      socket.tab.lost(socket);
    }
  }

  /** The network between a tab and the gateway breaks; the tab notices it. */
  void drop(Socket socket) {
    if (socket.openAtTab) {
      long noticed = faults.flip() ? faults.millis(0, 200) : faults.millis(0, 8000);
      leave(socket, noticed);
      agenda.after(
          faults.flip() ? 0 : faults.millis(0, 3000), Kind.MOTION, () -> socket.tab.lost(socket));
    }
  }

  /** A tab is gone; the gateway notices it at some time. */
  void vanish(Socket socket) {
    leave(socket, faults.flip() ? faults.millis(0, 5000) : faults.millis(0, IDLE_MILLIS));
  }

  private void leave(Socket socket, long noticedMillis) {
    trace.say("%s breaks; the gateway notices in %d ms", socket, noticedMillis);
    socket.openAtTab = false;
    agenda.after(noticedMillis, Kind.WAIT, () -> closeAtGateway(socket));
  }

  private void closeAtGateway(Socket socket) {
    if (!socket.openAtGateway) {
      return;
    }
    socket.openAtGateway = false;
    if (faults.dropsSilently()) {
      trace.say("%s is closed; nobody is told", socket);
    } else {
      later(
          () ->
              lambda.run(
                  () -> socket + " $disconnect",
                  () -> {
                    routes.get().disconnected(socket.speaker);
                    return true;
                  },
                  outcome -> {}));
    }
  }
}
