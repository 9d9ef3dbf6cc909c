package dev.offhook.lambda;

import dev.offhook.aws.AwsClients;
import dev.offhook.dynamodb.DynamoDbCalls;
import dev.offhook.dynamodb.DynamoDbCounters;
import dev.offhook.dynamodb.DynamoDbMailbox;
import dev.offhook.dynamodb.DynamoDbRooms;
import dev.offhook.dynamodb.DynamoDbSessions;
import dev.offhook.dynamodb.DynamoDbTickets;
import dev.offhook.gateway.ManagedConnections;
import dev.offhook.ice.CombinedIceServers;
import dev.offhook.ice.HttpProvider;
import dev.offhook.ice.SharedSecretTurn;
import dev.offhook.protocol.IceServer;
import dev.offhook.protocol.IceServers;
import dev.offhook.queue.SqsTimers;
import dev.offhook.secrets.KeyRotation;
import dev.offhook.secrets.SecretSigningKeys;
import dev.offhook.secrets.SecretText;
import dev.offhook.session.AllowedOrigins;
import dev.offhook.session.GuestTokens;
import dev.offhook.session.Rate;
import dev.offhook.session.SigningKeys;
import dev.offhook.signaling.AddressLimits;
import dev.offhook.signaling.Attempts;
import dev.offhook.signaling.ConnectionAuthorizer;
import dev.offhook.signaling.Counters;
import dev.offhook.signaling.FailedConnects;
import dev.offhook.signaling.GuestService;
import dev.offhook.signaling.IceServerSource;
import dev.offhook.signaling.Ids;
import dev.offhook.signaling.Ports;
import dev.offhook.signaling.Presence;
import dev.offhook.signaling.Services;
import dev.offhook.signaling.Sessions;
import dev.offhook.signaling.Settings;
import dev.offhook.signaling.SignalingService;
import dev.offhook.signaling.Tickets;
import dev.offhook.signaling.TimerService;
import dev.offhook.signaling.Timers;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes for each function what it needs from its environment, and nothing that it doesn't. */
final class Wiring implements AutoCloseable {

  private final Environment environment;
  private final Settings settings;
  private final AwsClients clients;
  private final InstantSource clock = InstantSource.system();
  private final InvocationLog log = new InvocationLog(clock);
  private final Once<SigningKeys> keys = new Once<>(this::signingKeys);
  private final Once<Counters> table = new Once<>(this::dynamoDbCounters);

  /** Reaches for its table when something is counted: not every function has one. */
  private final Counters counters = (counter, rate, now) -> table.get().take(counter, rate, now);

  private final List<Runnable> closing = new ArrayList<>();

  /** Asks the system at each use, so that it stays unguessable after a snapshot is restored. */
  private final SecureRandom random = new SecureRandom();

  Wiring(Map<String, String> variables) {
    environment = new Environment(variables);
    settings = environment.settings();
    clients = new AwsClients(variables);
  }

  InvocationLog log() {
    return log;
  }

  AllowedOrigins origins() {
    return environment.allowedOrigins();
  }

  ConnectionAuthorizer authorizer() {
    return new ConnectionAuthorizer(
        sessions(),
        tickets(),
        new Once<>(this::tokens),
        new FailedConnects(addressLimits()),
        clock);
  }

  Presence presence() {
    return new Presence(sessions(), timers(), settings.resumeWindow(), clock);
  }

  SignalingService signaling() {
    return services().signaling(new Once<>(this::tokens));
  }

  GuestService guests() {
    return services().guests(tokens(), tickets(), addressLimits());
  }

  KeyRotation rotation() {
    return new KeyRotation(
        clients.secretsManager(), environment.text(Environment.SIGNING_SECRET_ARN), random, clock);
  }

  TimerService timerService() {
    return services().timers();
  }

  /** Closes all clients: a function doesn't need that, a JVM with several of them does. */
  @Override
  public void close() {
    closing.forEach(Runnable::run);
    clients.close();
  }

  /**
   * What frames need. If Lambda is about to take a snapshot, all that they run through has been run
   * through before: with clients of its own, since their connections don't outlive the snapshot.
   */
  static Wiring forFrames(Map<String, String> variables) {
    if (new Environment(variables).isForSnapshot()) {
      try (Wiring wiring = new Wiring(variables)) {
        wiring.priming().run();
      } catch (RuntimeException e) {
        // What can't be prepared now, the first frame prepares.
      }
    }
    return new Wiring(variables);
  }

  private Priming priming() {
    return new Priming(
        signaling(), ports(), new ManagedConnections(clients.management()), new Ids(random), clock);
  }

  private Services services() {
    Attempts attempts = new Attempts(Attempts.Pause.sleeping(), random);
    return new Services(ports(), settings, attempts, new Ids(random), clock);
  }

  private Ports ports() {
    String sessionsTable = environment.text(Environment.SESSIONS_TABLE);
    return new Ports(
        sessions(),
        new DynamoDbCalls(
            clients.dynamoDb(),
            environment.text(Environment.CALLS_TABLE),
            sessionsTable,
            environment.callRecordKept()),
        new DynamoDbRooms(
            clients.dynamoDb(), environment.text(Environment.ROOMS_TABLE), sessionsTable, clock),
        new DynamoDbMailbox(clients.dynamoDb(), environment.text(Environment.MAILBOX_TABLE)),
        new LoggedConnections(new ManagedConnections(clients.management()), log),
        timers(),
        counters,
        iceServers());
  }

  private Sessions sessions() {
    Rate rate = Rate.of(settings.limits().framesPerSecond(), settings.limits().framesBurst());
    return new DynamoDbSessions(
        clients.dynamoDb(),
        environment.text(Environment.SESSIONS_TABLE),
        rate,
        settings.resumeWindow());
  }

  private Tickets tickets() {
    return new DynamoDbTickets(clients.dynamoDb(), environment.text(Environment.TICKETS_TABLE));
  }

  private Counters dynamoDbCounters() {
    return new DynamoDbCounters(clients.dynamoDb(), environment.text(Environment.LIMITS_TABLE));
  }

  private AddressLimits addressLimits() {
    return new AddressLimits(counters, keys, settings.allowances(), clock);
  }

  private Timers timers() {
    return new SqsTimers(clients.sqs(), environment.text(Environment.TIMERS_QUEUE_URL));
  }

  private IceServerSource iceServers() {
    List<IceServerSource> sources = new ArrayList<>();
    List<String> stunUrls = environment.stunUrls();
    if (!stunUrls.isEmpty()) {
      IceServers stun = new IceServers(List.of(IceServer.stun(stunUrls)), Optional.empty());
      sources.add((_, _) -> stun);
    }
    if (!environment.turnUrls().isEmpty()) {
      sources.add(
          new SharedSecretTurn(
              environment.turnUrls(),
              environment.turnCredentialLifetime(),
              secret(Environment.TURN_SECRET_ARN)));
    }
    if (environment.has(Environment.ICE_PROVIDER_SECRET_ARN)) {
      HttpProvider provider =
          new HttpProvider(
              secret(Environment.ICE_PROVIDER_SECRET_ARN), environment.turnCredentialLifetime());
      closing.add(provider::close);
      sources.add(provider);
    }
    return new CombinedIceServers(sources, IceServersLog.of(log));
  }

  /** A secret that is read when it is first needed. */
  private Supplier<Optional<String>> secret(String variable) {
    String arn = environment.text(variable);
    Once<SecretText> text = new Once<>(() -> new SecretText(clients.secretsManager(), arn, clock));
    return () -> text.get().get();
  }

  private GuestTokens tokens() {
    return new GuestTokens(
        environment.text(Environment.TOKEN_ISSUER),
        environment.text(Environment.TOKEN_AUDIENCE),
        environment.tokenLifetime(),
        keys.get());
  }

  private SigningKeys signingKeys() {
    return new SecretSigningKeys(
        clients.secretsManager(),
        environment.text(Environment.SIGNING_SECRET_ARN),
        environment.signingKeysKept(),
        clock);
  }
}
