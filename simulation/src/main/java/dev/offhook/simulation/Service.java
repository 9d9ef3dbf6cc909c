package dev.offhook.simulation;

import dev.offhook.protocol.Limits;
import dev.offhook.protocol.ServerFrame;
import dev.offhook.session.ClientAddress;
import dev.offhook.session.GuestTokens;
import dev.offhook.session.SigningKey;
import dev.offhook.session.SigningKeys;
import dev.offhook.signaling.AddressLimits;
import dev.offhook.signaling.Allowances;
import dev.offhook.signaling.Attempts;
import dev.offhook.signaling.ConnectionAuthorizer;
import dev.offhook.signaling.ConnectionAuthorizer.Verdict;
import dev.offhook.signaling.FailedConnects;
import dev.offhook.signaling.GuestService;
import dev.offhook.signaling.Ids;
import dev.offhook.signaling.Ports;
import dev.offhook.signaling.Services;
import dev.offhook.signaling.Settings;
import dev.offhook.signaling.SignalingService;
import dev.offhook.signaling.Speaker;
import dev.offhook.signaling.Tickets;
import dev.offhook.signaling.Timers.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The real service, with what starts its handlers. */
final class Service implements Routes {

  static final ClientAddress HOME = ClientAddress.of("203.0.113.7");

  /** More than ever comes: what is too much is not what is looked for here. */
  private static final Allowances ALLOWANCES =
      Allowances.perMinute(100_000, 100_000, 100_000, 100_000);

  static final Duration RING = Duration.ofSeconds(15);
  static final Duration RESUME_WINDOW = Duration.ofSeconds(8);

  private final Services services;
  private final SignalingService signaling;
  private final ConnectionAuthorizer authorizer;
  private final GuestService guests;

  Service(Ports ports, Tickets tickets, Attempts attempts, Ids ids, InstantSource clock) {
    GuestTokens tokens = new GuestTokens("offhook", "offhook", Duration.ofDays(2), new OneKey());
    services = new Services(ports, settings(), attempts, ids, clock);
    signaling = services.signaling(() -> tokens);
    AddressLimits limits = new AddressLimits(ports.counters(), OneKey::new, ALLOWANCES, clock);
    authorizer =
        new ConnectionAuthorizer(
            ports.sessions(), tickets, () -> tokens, new FailedConnects(limits), clock);
    guests = services.guests(tokens, tickets, limits);
  }

  private static Settings settings() {
    return new Settings(
        new Limits(30, 60, 2, RING),
        Duration.ofHours(24),
        Duration.ofSeconds(30),
        RESUME_WINDOW,
        Duration.ofMinutes(5),
        Duration.ofMinutes(110),
        Duration.ofMinutes(15),
        ALLOWANCES);
  }

  /** {@code POST /sessions} and {@code DELETE /sessions/me}. */
  GuestService guests() {
    return guests;
  }

  @Override
  public Verdict authorize(Tab tab) {
    return authorizer.authorize(tab.guest.token(), HOME);
  }

  @Override
  public Optional<ServerFrame> frame(Speaker speaker, String text) {
    return signaling.handle(speaker, text);
  }

  @Override
  public void disconnected(Speaker speaker) {
    services.presence().lost(speaker.session(), speaker.connection());
  }

  @Override
  public void ranOut(Timer timer, boolean again) {
    services.timers().ranOut(timer, again);
  }

  private static final class OneKey implements SigningKeys {
    private final SigningKey key = new SigningKey("k1", "0123456789".repeat(6));

    @Override
    public SigningKey current() {
      return key;
    }

    @Override
    public Optional<SigningKey> find(String kid) {
      return kid.equals(key.kid()) ? Optional.of(key) : Optional.empty();
    }
  }
}
