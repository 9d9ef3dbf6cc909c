package dev.offhook.signaling;

import dev.offhook.session.GuestTokens;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Puts the parts of the service together; the one place that knows how they depend on each other.
 */
public final class Services {

  private final Ports ports;
  private final Settings settings;
  private final Attempts attempts;
  private final Ids ids;
  private final InstantSource clock;
  private final Presence presence;
  private final PeerPost post;
  private final Reachability reachability;
  private final CallNotices callNotices;
  private final RoomNotices roomNotices;
  private final Untold untold;

  public Services(Ports ports, Settings settings, Attempts attempts, Ids ids, InstantSource clock) {
    this.ports = ports;
    this.settings = settings;
    this.attempts = attempts;
    this.ids = ids;
    this.clock = clock;
    this.presence = new Presence(ports.sessions(), ports.timers(), settings.resumeWindow(), clock);
    this.post = new PeerPost(ports, presence, clock);
    this.reachability =
        new Reachability(
            ports.sessions(), new MailDelivery(ports, presence, attempts.pause(), clock));
    this.callNotices = new CallNotices(post);
    this.roomNotices = new RoomNotices(ports.sessions(), ports.rooms(), post, clock);
    this.untold = new Untold(callNotices, roomNotices);
  }

  /** Handles frames. The tokens are asked for only by {@code session:refresh}. */
  public SignalingService signaling(Supplier<GuestTokens> tokens) {
    CallOpening opening =
        new CallOpening(
            ports.sessions(), ports.calls(), ports.timers(), callNotices, ids, settings, clock);
    return new SignalingService(
        ports.sessions(),
        ports.connections(),
        tokens,
        new ConnectionSignaling(reachability, untold, ports, post, settings, clock),
        new RoomSignaling(ports, presence, roomNotices, attempts, settings, clock),
        new CallSignaling(ports.sessions(), ports.calls(), opening, callNotices, attempts, clock),
        new ChatSignaling(post),
        clock);
  }

  /** Handles lost connections. */
  public Presence presence() {
    return presence;
  }

  /** Handles timers. */
  public TimerService timers() {
    return new TimerService(
        new RingTimers(ports, callNotices, attempts, settings, clock),
        new SessionTimers(ports, presence, departure(), untold, reachability, settings, clock),
        new CallChecks(ports, presence, departure(), settings, clock));
  }

  /** Handles guest sessions. */
  public GuestService guests(GuestTokens tokens, Tickets tickets, AddressLimits limits) {
    return new GuestService(ports, departure(), tokens, tickets, limits, ids, settings, clock);
  }

  private Departure departure() {
    return new Departure(ports, callNotices, roomNotices, untold, attempts, clock);
  }
}
