package dev.offhook.signaling;

import dev.offhook.call.CallRecord;
import dev.offhook.call.CallState;
import dev.offhook.protocol.ServerFrame.PeerLeft;
import dev.offhook.session.Session;
import dev.offhook.signaling.Timers.Timer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Sees from time to time whether the sides of an active call are still there: API Gateway may not
 * tell that a connection is lost, and if both are nobody else would find out.
 */
final class CallChecks {

  private final Sessions sessions;
  private final Calls calls;
  private final Connections connections;
  private final Timers timers;
  private final Presence presence;
  private final Departure departure;
  private final Settings settings;
  private final InstantSource clock;

  CallChecks(
      Ports ports, Presence presence, Departure departure, Settings settings, InstantSource clock) {
    this.sessions = ports.sessions();
    this.calls = ports.calls();
    this.connections = ports.connections();
    this.timers = ports.timers();
    this.presence = presence;
    this.departure = departure;
    this.settings = settings;
    this.clock = clock;
  }

  void ranOut(Timer.Check timer) {
    Optional<CallRecord> call =
        calls.find(timer.call()).filter(record -> record.state() == CallState.ACTIVE);
    call.ifPresent(
        record -> {
          timers.start(timer, settings.callCheck());
          sessions.findAll(List.of(record.caller(), record.callee())).forEach(this::check);
        });
  }

  private void check(Session side) {
    if (side.isConnected(clock.instant())) {
      side.connection()
          .filter(connection -> !connections.isLive(connection))
          .ifPresent(connection -> presence.lost(side.id(), connection));
    } else if (!side.isPresent(clock.instant(), settings.resumeWindow())) {
      departure.of(side, PeerLeft.DISCONNECTED, true);
    }
  }
}
