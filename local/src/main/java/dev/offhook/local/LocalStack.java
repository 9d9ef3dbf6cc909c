package dev.offhook.local;

import static java.util.stream.Collectors.toSet;

import dev.offhook.local.StackOptions.LambdaMode;
import dev.offhook.local.aws.AwsCalls;
import dev.offhook.local.aws.AwsServices;
import dev.offhook.local.faults.Adversary;
import dev.offhook.local.faults.FaultInjection;
import dev.offhook.local.faults.Faults;
import dev.offhook.local.gateway.Gateway;
import dev.offhook.local.gateway.GatewayConfig;
import dev.offhook.local.gateway.HttpApi;
import dev.offhook.local.gateway.ManagementGate;
import dev.offhook.local.gateway.WebSocketApi;
import dev.offhook.local.gateway.Wire;
import dev.offhook.local.iam.Access;
import dev.offhook.local.iam.GrantedLambda;
import dev.offhook.local.iam.GrantedLog;
import dev.offhook.local.iam.GrantedManagement;
import dev.offhook.local.lambda.FunctionLog;
import dev.offhook.local.lambda.FunctionStartException;
import dev.offhook.local.lambda.Lambda;
import dev.offhook.local.lambda.LambdaFunction;
import dev.offhook.local.lambda.LocalLambda;
import dev.offhook.local.lambda.Overseer;
import dev.offhook.local.template.LocalEnvironment;
import dev.offhook.local.template.RotationSchedule;
import dev.offhook.local.template.StackTemplate;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A running stack: everything that the template describes, on one port of this machine. The port is
 * taken first, so that everything can be told the address that it will be served at.
 */
public final class LocalStack implements AutoCloseable {

  /**
   * How many execution environments a function may have, where the template doesn't say. More than
   * four for a processor get no more done.
   */
  private static final int MAX_ENVIRONMENTS =
      Math.clamp(4L * Runtime.getRuntime().availableProcessors(), 8, 16);

  private final LocalEnvironment environment;
  private final WebSocketApi webSocketApi;
  private final LocalLambda environments;
  private final AwsServices aws;
  private final Access access;
  private final Gateway gateway;
  private final Optional<FaultInjection> faults;
  private final Deque<AutoCloseable> parts;

  private LocalStack(
      LocalEnvironment environment,
      WebSocketApi webSocketApi,
      LocalLambda environments,
      AwsServices aws,
      Access access,
      Gateway gateway,
      Optional<FaultInjection> faults,
      Deque<AutoCloseable> parts) {
    this.environment = environment;
    this.webSocketApi = webSocketApi;
    this.environments = environments;
    this.aws = aws;
    this.access = access;
    this.gateway = gateway;
    this.faults = faults;
    this.parts = parts;
  }

  /**
   * Starts a stack and returns when it answers.
   *
   * @throws dev.offhook.local.gateway.PortInUseException if the port is taken
   * @throws dev.offhook.local.template.TemplateException if the template can't be used
   * @throws FunctionStartException if a function doesn't start
   * @throws StackStartException if anything else is missing
   */
  public static LocalStack start(StackOptions options) throws FunctionStartException {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      return start(options, parts);
    } catch (RuntimeException | FunctionStartException failed) {
      closeAll(parts);
      throw failed;
    }
  }

  private static LocalStack start(StackOptions options, Deque<AutoCloseable> parts)
      throws FunctionStartException {
    Gateway gateway = opened(Gateway.bind(options.port()), parts);
    LocalEnvironment environment = new LocalEnvironment(gateway.port());
    StackTemplate template =
        StackTemplate.read(options.template(), options.parameters(), environment);
    WebSocketApi webSocketApi = required(template.webSocketApi(), "WebSocket");
    HttpApi httpApi = required(template.httpApi(), "HTTP");
    List<LambdaFunction> functions =
        new FunctionCode(environment, webSocketApi.stage()).functions(template.functions());
    Access access = new Access(template.roles());
    Optional<FaultInjection> faults =
        options.faults().map(wanted -> opened(injection(wanted, options.seed(), gateway), parts));
    AwsServices aws =
        opened(
            AwsServices.start(
                template,
                environment,
                options.stateDirectory(),
                access,
                service -> faults.map(injection -> injection.before(service)).orElse(service)),
            parts);
    FunctionLog log = new GrantedLog(options.log(), access);
    LocalLambda environments = opened(lambda(functions, options.lambdaMode(), log, faults), parts);
    environments.warm(rotating(template));
    Lambda granted = new GrantedLambda(environments, access);
    Lambda lambda = faults.map(injection -> injection.around(granted)).orElse(granted);
    gateway.serve(
        GatewayConfig.of(webSocketApi, httpApi, lambda)
            .withLimits(options.limits())
            .withWire(faults.map(FaultInjection::wire).orElse(Wire.PERFECT))
            .withManagementGate(gate(aws.calls(), webSocketApi, access, faults))
            .withExtensions(List.of(aws.front(), pages(options, webSocketApi))));
    parts.addFirst(aws.deliverTo(lambda));
    return new LocalStack(
        environment, webSocketApi, environments, aws, access, gateway, faults, parts);
  }

  /**
   * Has the function that handles frames prepared for them, so that the first call is as fast as
   * later ones: what SnapStart does in AWS before a version is published. Takes some seconds, in
   * which the stack answers as ever.
   */
  public void prime() throws FunctionStartException {
    Optional<WebSocketApi.Route> frames = webSocketApi.defaultRoute();
    if (frames.isPresent()) {
      environments.prime(frames.get().function());
    }
  }

  private static Set<String> rotating(StackTemplate template) {
    return template.rotations().stream().map(RotationSchedule::function).collect(toSet());
  }

  private static FaultInjection injection(Faults faults, long seed, Gateway gateway) {
    return new FaultInjection(new Adversary(faults, seed), gateway::cut);
  }

  private static LocalLambda lambda(
      List<LambdaFunction> functions,
      LambdaMode mode,
      FunctionLog log,
      Optional<FaultInjection> faults) {
    Optional<Overseer> overseer = faults.map(FaultInjection::overseer);
    return mode == LambdaMode.JVM
        ? LocalLambda.inJvm(functions, MAX_ENVIRONMENTS, log, overseer)
        : LocalLambda.inProcesses(functions, MAX_ENVIRONMENTS, log, overseer);
  }

  private static ManagementGate gate(
      AwsCalls calls, WebSocketApi api, Access access, Optional<FaultInjection> faults) {
    ManagementGate gate = faults.map(FaultInjection::managementGate).orElse(ManagementGate.OPEN);
    return new RecordedManagement(calls, api.stage(), new GrantedManagement(api, access, gate));
  }

  private static Pages pages(StackOptions options, WebSocketApi webSocketApi) {
    return new Pages(webSocketApi.stage(), options.home().resolve("client/target/demo"));
  }

  private static <T> T required(Optional<T> api, String kind) {
    return api.orElseThrow(
        () -> new StackStartException("the template has no " + kind + " API to serve"));
  }

  /** Notes what is to be closed: first the gateway, so that nothing new comes in. */
  private static <T extends AutoCloseable> T opened(T part, Deque<AutoCloseable> parts) {
    parts.addLast(part);
    return part;
  }

  /** The port that everything is served on. */
  public int port() {
    return environment.port();
  }

  /** The HTTP API. */
  public URI apiUrl() {
    return URI.create("http://localhost:" + port());
  }

  /** The WebSocket API. */
  public URI websocketUrl() {
    return URI.create("ws://localhost:" + port() + "/" + webSocketApi.stage());
  }

  /** The demo. */
  public URI demoUrl() {
    return URI.create("http://localhost:" + port() + "/demo/");
  }

  /** The endpoint of AWS's services. */
  public URI awsUrl() {
    return URI.create("http://localhost:" + port());
  }

  /** The endpoint of the management API. */
  public URI managementUrl() {
    return URI.create("http://localhost:" + port() + "/" + webSocketApi.stage());
  }

  /** What the functions asked of AWS. */
  public AwsCalls awsCalls() {
    return aws.calls();
  }

  /** What the functions may do by the template's policies, and what of it they have done. */
  public Access access() {
    return access;
  }

  /**
   * Who decides what goes wrong, and takes what a test scripts.
   *
   * @throws IllegalStateException if the stack was started without faults
   */
  public Adversary faults() {
    return faults
        .map(FaultInjection::adversary)
        .orElseThrow(
            () -> new IllegalStateException("the stack was started without faults, even none"));
  }

  /**
   * Cuts the socket of a connection, as when its network fails.
   *
   * @param isTold whether {@code $disconnect} runs
   * @return false if there is no such connection
   */
  public boolean cut(String connectionId, boolean isTold) {
    return gateway.cut(connectionId, isTold);
  }

  /** How many WebSockets are open. */
  public int openConnections() {
    return gateway.openConnections();
  }

  /** Ends everything; open connections are closed. */
  @Override
  public void close() {
    closeAll(parts);
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.removeFirst().close();
      } catch (Exception notInOrder) {
        System.err.println(
            "offhook: a part did not end in order: " + notInOrder.getClass().getName());
      }
    }
  }
}
