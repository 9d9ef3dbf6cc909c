package dev.offhook.signaling;

import dev.offhook.contracts.Stores;
import dev.offhook.fakes.FakeConnections;
import dev.offhook.fakes.FakeStores;
import dev.offhook.fakes.FakeTimers;
import dev.offhook.fakes.TestClock;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.IceServer;
import dev.offhook.protocol.IceServers;
import dev.offhook.protocol.Limits;
import dev.offhook.protocol.ServerFrame;
import dev.offhook.protocol.ServerFrameWriter;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.AllowedOrigins;
import dev.offhook.session.ClientAddress;
import dev.offhook.session.GuestTokens;
import dev.offhook.session.Rate;
import dev.offhook.session.Session;
import dev.offhook.session.SigningKey;
import dev.offhook.session.SigningKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** The service on fakes, with guests to speak to it. */
public final class TestService {

  public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  public static final Rate FRAME_RATE = Rate.of(30, 60);
  public static final AllowedOrigins ORIGINS =
      new AllowedOrigins(Set.of("https://app.example.com"));
  public static final Allowances ALLOWANCES = Allowances.perMinute(30, 120, 60, 60);
  public static final ClientAddress HOME = ClientAddress.of("203.0.113.7");
  public static final Duration RING = Duration.ofSeconds(45);
  public static final Duration TICKET = Duration.ofSeconds(30);
  public static final Duration RESUME_WINDOW = Duration.ofSeconds(30);
  public static final Duration CALL_CHECK = Duration.ofMinutes(15);

  public final TestClock clock = new TestClock(START);
  public final Stores stores;
  public final FakeConnections connections = new FakeConnections();
  public final FakeTimers timers = new FakeTimers(clock);
  public final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  public final GuestTokens tokens =
      new GuestTokens("test", "offhook", Duration.ofHours(1), new OneKey());

  /** Where the ICE servers come from; a test may set another source. */
  public IceServerSource iceServers =
      (_, _) ->
          new IceServers(
              List.of(IceServer.stun(List.of("stun:stun.example.org"))), Optional.empty());

  private final Random random = new Random();
  private Runnable onPause = () -> {};
  public final Services services;
  private final SignalingService signaling;
  private final AddressLimits addressLimits;

  public TestService() {
    this(clock -> new FakeStores(FRAME_RATE, RESUME_WINDOW, clock), Stores::calls);
  }

  /**
   * On other stores.
   *
   * @param calls a stand-in for the calls, to come between a decision and its commit
   */
  TestService(Function<TestClock, Stores> stores, Function<Stores, Calls> calls) {
    this.stores = stores.apply(clock);
    Ports ports =
        new Ports(
            this.stores.sessions(),
            calls.apply(this.stores),
            this.stores.rooms(),
            this.stores.mailbox(),
            connections,
            timers,
            this.stores.counters(),
            (session, now) -> iceServers.serversFor(session, now));
    Settings settings =
        new Settings(
            new Limits(30, 60, 2, RING),
            Duration.ofHours(24),
            TICKET,
            RESUME_WINDOW,
            Duration.ofMinutes(5),
            Duration.ofMinutes(110),
            CALL_CHECK,
            ALLOWANCES);
    addressLimits = new AddressLimits(this.stores.counters(), OneKey::new, ALLOWANCES, clock);
    services =
        new Services(ports, settings, new Attempts(this::pause, random), new Ids(random), clock);
    signaling = services.signaling(() -> tokens);
  }

  /** The HTTP part. */
  public GuestService guests() {
    return services.guests(tokens, stores.tickets(), addressLimits);
  }

  /** Who decides who may connect. */
  public ConnectionAuthorizer authorizer() {
    return new ConnectionAuthorizer(
        stores.sessions(),
        stores.tickets(),
        () -> tokens,
        new FailedConnects(addressLimits),
        clock);
  }

  /** A guest with a session, not connected yet. */
  public Guest guest(String name) {
    SessionId id = new SessionId(name + "-" + UUID.randomUUID());
    stores.sessions().create(Session.fresh(id, name, clock.instant().plus(Duration.ofHours(24))));
    return new Guest(id, name, new ConnectionId(id + "-1"), clock.instant());
  }

  /** A token for a guest, issued now. */
  public String tokenOf(Guest guest) {
    return tokens.issue(guest.id, guest.name, "token", clock.instant()).token();
  }

  /** A guest whose first connection said hello. */
  public Guest connected(String name) {
    Guest guest = guest(name);
    guest.says("{'action':'session:hello'}");
    return guest;
  }

  /** Runs this in each pause that the service makes. */
  public void onPause(Runnable action) {
    onPause = action;
  }

  private void pause(Duration duration) {
    pauses.add(duration);
    onPause.run();
  }

  /**
   * Handles a frame.
   *
   * @param frame as JSON with single quotes
   * @return what comes back, an empty object if nothing does
   */
  public JsonObject says(Speaker speaker, String frame) {
    Optional<ServerFrame> answer = signaling.handle(speaker, frame.replace('\'', '"'));
    return answer.map(TestService::json).orElseGet(() -> JsonText.readObject("{}").orElseThrow());
  }

  /** Lets all timers run out that are due. */
  public void timersRunOut() {
    timers.takeDue().forEach(timer -> services.timers().ranOut(timer, false));
  }

  /** Somebody who speaks to the service. */
  public final class Guest {
    public final SessionId id;
    private final String name;
    private ConnectionId connection;
    private Instant connectedAt;
    private int connectionCount = 1;

    private Guest(SessionId id, String name, ConnectionId connection, Instant connectedAt) {
      this.id = id;
      this.name = name;
      this.connection = connection;
      this.connectedAt = connectedAt;
    }

    public ConnectionId connection() {
      return connection;
    }

    public Speaker speaker() {
      return new Speaker(id, name, connection, connectedAt, START.plus(Duration.ofHours(1)));
    }

    /** Opens another connection. */
    public Guest reconnects() {
      connection = new ConnectionId(id + "-" + ++connectionCount);
      connectedAt = clock.instant();
      return this;
    }

    /**
     * Sends a frame.
     *
     * @param frame as JSON with single quotes
     * @return what comes back, an empty object if nothing does
     */
    public JsonObject says(String frame) {
      return TestService.this.says(speaker(), frame);
    }

    /** What was posted to the connection since this was last asked. */
    public List<JsonObject> hears() {
      return connections.takeFramesOf(connection).stream()
          .map(frame -> JsonText.readObject(frame).orElseThrow())
          .toList();
    }

    /** The connection breaks and API Gateway says so. */
    public void disconnects() {
      connections.lose(connection);
      services.presence().lost(id, connection);
    }

    /** Opens a call, or negotiates it again. */
    public JsonObject calls(Guest other) {
      return calls(other, "offer");
    }

    /** Offers in a frame of that id. */
    public JsonObject calls(Guest other, String frameId) {
      return says(
          "{'action':'webrtc:offer','id':'%s','to':'%s','type':'video','offer':{'type':'offer','sdp':'v=0'}}"
              .formatted(frameId, other.id));
    }

    /** Answers the call. */
    public JsonObject answers() {
      return says(
          "{'action':'webrtc:answer','id':'answer','answer':{'type':'answer','sdp':'v=0'}}");
    }

    public Session session() {
      return stores.sessions().find(id).orElseThrow();
    }
  }

  private static JsonObject json(ServerFrame frame) {
    return JsonText.readObject(ServerFrameWriter.write(frame)).orElseThrow();
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
