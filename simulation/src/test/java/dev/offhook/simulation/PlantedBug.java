package dev.offhook.simulation;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Session;
import dev.offhook.signaling.Calls;
import dev.offhook.signaling.Connections;
import dev.offhook.signaling.Connections.Posted;
import dev.offhook.signaling.Mailbox;
import dev.offhook.signaling.Mailbox.Letter;
import dev.offhook.signaling.Rooms;
import dev.offhook.signaling.Sessions;
import dev.offhook.signaling.Timers;
import dev.offhook.signaling.Timers.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Bugs that the service, or what it stands on, might have; each is made by a change at a port. */
@SuppressWarnings("ImmutableEnumChecker") // What it plants is new each time.
enum PlantedBug {
  THE_END_OF_A_CALL_IS_NOT_TOLD(
      () -> call -> isPost(call, "\"webrtc:call-end\"") ? Posted.TAKEN : call.proceed()),
  THE_END_OF_A_CALL_IS_NOT_STORED(
      () -> call -> call.is(Calls.class, "end") ? true : call.proceed()),
  A_REPEATED_OFFER_IS_NOT_KNOWN_AGAIN(
      () ->
          call ->
              call.is(Calls.class, "open")
                  ? withArgument(call, 1, Optional.empty())
                  : call.proceed()),
  FRAMES_GO_TO_ANOTHER_CONNECTION(Misdirection::new),
  NO_RING_TIMER(() -> without(Timer.Ring.class)),
  NO_TIMER_FOR_THOSE_WHO_ARE_GONE(() -> without(Timer.Gone.class)),
  ACTIVE_CALLS_ARE_NOT_CHECKED(() -> without(Timer.Check.class)),
  NO_TIMER_FOR_MAIL(() -> without(Timer.Mail.class)),
  THE_MAILBOX_LOSES_FRAMES(() -> call -> call.is(Mailbox.class, "put") ? true : call.proceed()),
  THE_MAILBOX_TURNS_FRAMES_AROUND(
      () ->
          call -> {
            Object result = call.proceed();
            return result instanceof List<?> letters && call.is(Mailbox.class, "read")
                ? turnedAround(letters)
                : result;
          }),
  DELIVERED_MAIL_IS_NOT_DELETED(
      () -> call -> call.is(Mailbox.class, "delete") ? null : call.proceed()),
  A_LATE_DISCONNECT_TAKES_THE_NEW_CONNECTION_OFF(
      () ->
          call -> {
            if (!call.is(Sessions.class, "detach")) {
              return call.proceed();
            }
            SessionId id = call.argument(0, SessionId.class);
            Optional<ConnectionId> current =
                ((Sessions) call.target()).find(id).flatMap(Session::connection);
            return current.isPresent() ? withArgument(call, 1, current.get()) : call.proceed();
          }),
  WHO_IS_REPLACED_IS_NOT_TOLD(
      () ->
          call -> {
            boolean told = isPost(call, "\"connection:replaced\"");
            return told || call.is(Connections.class, "close")
                ? (told ? Posted.TAKEN : null)
                : call.proceed();
          }),
  LEAVING_A_ROOM_IS_NOT_STORED(() -> call -> call.is(Rooms.class, "leave") ? true : call.proceed()),
  WHO_JOINS_A_ROOM_IS_NOT_ANNOUNCED(
      () -> call -> isPost(call, "\"room:peer-joined\"") ? Posted.TAKEN : call.proceed());

  private final Supplier<Tampering> planting;

  PlantedBug(Supplier<Tampering> planting) {
    this.planting = planting;
  }

  /** The bug, for one world. */
  Tampering plant() {
    return planting.get();
  }

  private static boolean isPost(PortCall call, String part) {
    return call.method().getName().equals("post")
        && String.valueOf(call.arguments()[1]).contains(part);
  }

  private static @Nullable Object withArgument(PortCall call, int index, Object other) {
    @Nullable Object[] arguments = call.arguments();
    arguments[index] = other;
    return call.proceedWith(arguments);
  }

  private static Tampering without(Class<? extends Timer> kind) {
    return call ->
        call.is(Timers.class, "start") && kind.isInstance(call.arguments()[0])
            ? null
            : call.proceed();
  }

  private static List<Letter> turnedAround(List<?> letters) {
    List<Letter> turned = new ArrayList<>();
    for (int i = 0; i < letters.size(); i++) {
      Letter here = (Letter) letters.get(i);
      Letter there = (Letter) letters.get(letters.size() - 1 - i);
      turned.add(new Letter(here.place(), there.frame()));
    }
    return turned;
  }

  /** Posts candidates where something was posted last. */
  private static final class Misdirection implements Tampering {
    private Optional<ConnectionId> last = Optional.empty();

    @Override
    public @Nullable Object call(PortCall call) {
      Optional<ConnectionId> before = last;
      if (isPost(call, "")) {
        last = Optional.of(call.argument(0, ConnectionId.class));
      }
      return before.isPresent() && isPost(call, "\"webrtc:ice-candidate\"")
          ? withArgument(call, 0, before.get())
          : call.proceed();
    }
  }
}
