package dev.offhook.lambda;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import dev.offhook.aws.AwsClients;
import dev.offhook.dynamodb.DynamoDbCalls;
import dev.offhook.dynamodb.DynamoDbMailbox;
import dev.offhook.dynamodb.DynamoDbRooms;
import dev.offhook.dynamodb.DynamoDbSessions;
import dev.offhook.gateway.ManagedConnections;
import dev.offhook.queue.SqsTimers;
import dev.offhook.secrets.SecretSigningKeys;
import dev.offhook.session.FrameRate;
import dev.offhook.session.GuestTokens;
import dev.offhook.signaling.Attempts;
import dev.offhook.signaling.ConnectionAuthorizer;
import dev.offhook.signaling.GuestService;
import dev.offhook.signaling.Ids;
import dev.offhook.signaling.Ports;
import dev.offhook.signaling.Presence;
import dev.offhook.signaling.Services;
import dev.offhook.signaling.Sessions;
import dev.offhook.signaling.Settings;
import dev.offhook.signaling.SignalingService;
import dev.offhook.signaling.TimerService;
import dev.offhook.signaling.Timers;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/** Makes for each function what it needs from its environment, and nothing that it doesn't. */
final class Wiring implements AutoCloseable {

  private final Environment environment;
  private final Settings settings;
  private final AwsClients clients;
  private final InstantSource clock = InstantSource.system();

  /** Asks the system at each use, so that it stays unguessable after a snapshot is restored. */
  private final SecureRandom random = new SecureRandom();

  Wiring(Map<String, String> variables) {
    environment = new Environment(variables);
    settings = environment.settings();
    clients = new AwsClients(variables);
  }

  ConnectionAuthorizer authorizer() {
    return new ConnectionAuthorizer(sessions(), tokens(), clock);
  }

  Presence presence() {
    return new Presence(sessions(), timers(), settings.resumeWindow(), clock);
  }

  SignalingService signaling() {
    return services().signaling(new Once<>(this::tokens));
  }

  GuestService guests() {
    return services().guests(tokens());
  }

  TimerService timerService() {
    return services().timers();
  }

  /** Closes the clients of AWS: a function doesn't need that, a JVM with several of them does. */
  @Override
  public void close() {
    clients.close();
  }

  private Services services() {
    String sessionsTable = environment.text(Environment.SESSIONS_TABLE);
    Ports ports =
        new Ports(
            sessions(),
            new DynamoDbCalls(
                clients.dynamoDb(),
                environment.text(Environment.CALLS_TABLE),
                sessionsTable,
                environment.callRecordKept()),
            new DynamoDbRooms(
                clients.dynamoDb(),
                environment.text(Environment.ROOMS_TABLE),
                sessionsTable,
                clock),
            new DynamoDbMailbox(clients.dynamoDb(), environment.text(Environment.MAILBOX_TABLE)),
            new LoggedConnections(
                new ManagedConnections(clients.management()), LambdaRuntime.getLogger()::log),
            timers());
    Attempts attempts = new Attempts(Attempts.Pause.sleeping(), random);
    return new Services(ports, settings, attempts, new Ids(random), clock);
  }

  private Sessions sessions() {
    FrameRate rate =
        FrameRate.of(settings.limits().framesPerSecond(), settings.limits().framesBurst());
    return new DynamoDbSessions(
        clients.dynamoDb(),
        environment.text(Environment.SESSIONS_TABLE),
        rate,
        settings.resumeWindow());
  }

  private Timers timers() {
    return new SqsTimers(clients.sqs(), environment.text(Environment.TIMERS_QUEUE_URL));
  }

  private GuestTokens tokens() {
    return new GuestTokens(
        environment.text(Environment.TOKEN_ISSUER),
        environment.text(Environment.TOKEN_AUDIENCE),
        environment.tokenLifetime(),
        new SecretSigningKeys(
            clients.secretsManager(), environment.text(Environment.SIGNING_SECRET_ARN), clock));
  }
}
