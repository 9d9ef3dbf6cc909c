package dev.offhook.local.faults;

import dev.offhook.local.aws.AwsRequest;
import dev.offhook.local.faults.Frames.Direction;
import dev.offhook.local.faults.Invocations.Invoked;
import dev.offhook.local.gateway.ManagementCall;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Decides which faults happen: those that a test scripts, each once to the next that fits; the
 * others by their rates, drawn from one seed.
 *
 * <p>Safe for any number of threads.
 */
public final class Adversary {
  /** A function dies after fewer calls of AWS than this, by rate; few make as many. */
  private static final int CALLS_BEFORE_CRASH = 6;

  private final Faults faults;
  private final long seed;
  private final Dice dice;
  private final Map<Fault, LongAdder> counts = new EnumMap<>(Fault.class);
  private final Script<Invoked, Integer> crashes = new Script<>();
  private final Script<Invoked, Repetition> repetitions = new Script<>();
  private final Script<Frame, Fault> ofFrames = new Script<>();
  private final Script<AwsRequest, ServiceError> errors = new Script<>();
  private final Script<ManagementCall, ManagementError> refusals = new Script<>();

  public Adversary(Faults faults, long seed) {
    this.faults = faults;
    this.seed = seed;
    this.dice = new Dice(seed);
    for (Fault fault : Fault.values()) {
      counts.put(fault, new LongAdder());
    }
  }

  public Faults faults() {
    return faults;
  }

  public long seed() {
    return seed;
  }

  /** How often each fault has happened, by rate and by script. */
  public Map<Fault, Long> counts() {
    Map<Fault, Long> sums = new EnumMap<>(Fault.class);
    counts.forEach((fault, count) -> sums.put(fault, count.sum()));
    return sums;
  }

  /**
   * A function is killed when it has made some calls of AWS, or, if it makes fewer, when it
   * answers.
   *
   * @param calls 0: at its first call, which has no effect
   */
  public Planned crash(Invocations which, int calls) {
    return crashes.add(which::include, calls);
  }

  /**
   * A function runs twice; those that a client waits for over HTTP, {@code $connect} too, never.
   */
  public Planned repeat(Invocations which, Repetition how) {
    return repetitions.add(which::include, how);
  }

  /** A frame waits until the next of its connection has overtaken it, but no longer than 1 s. */
  public Planned holdBack(Frames which) {
    return ofFrames.add(which::include, Fault.REORDER);
  }

  /** A post to this connection is accepted and lost; the connection stays. */
  public Planned losePost(String connectionId) {
    return losePost(Frames.to(connectionId));
  }

  /**
   * A post is accepted and lost; the connection stays. Answers to a client's frames don't count.
   */
  public Planned losePost(Frames which) {
    Predicate<Frame> fits = frame -> frame.isPost() && which.include(frame);
    return ofFrames.add(fits, Fault.LOSE_POST);
  }

  /** A frame that a client sends arrives, and its connection is cut at the same time. */
  public Planned drop(Frames which) {
    return ofFrames.add(fromClient(which), Fault.DROP);
  }

  /** The same, and {@code $disconnect} never runs. */
  public Planned dropSilently(Frames which) {
    return ofFrames.add(fromClient(which), Fault.DROP_SILENTLY);
  }

  /**
   * A function's call of DynamoDB fails.
   *
   * @param function its logical id
   * @param operation for instance {@code UpdateItem}
   */
  public Planned fail(String function, String operation, DynamoDbError error) {
    return errors.add(called(function, operation), error);
  }

  /** A function's call of SQS fails. */
  public Planned fail(String function, String operation, SqsError error) {
    return errors.add(called(function, operation), error);
  }

  /** A call of the management API about this connection fails. */
  public Planned fail(String connectionId, ManagementError error) {
    return refusals.add(call -> call.connectionId().equals(connectionId), error);
  }

  private static Predicate<Frame> fromClient(Frames which) {
    if (which.direction() != Direction.FROM_CLIENT) {
      throw new IllegalArgumentException("a connection is dropped when its client sends");
    }
    return which::include;
  }

  private static Predicate<AwsRequest> called(String function, String operation) {
    return request ->
        request.operation().equals(operation)
            && request.accessKeyId().map(function::equals).orElse(false);
  }

  /** How long something takes. */
  Duration delay() {
    return dice.upTo(faults.delay());
  }

  /** After how many calls an invocation dies; empty: not at all. */
  Optional<Integer> crash(Invoked invoked) {
    return counted(
        Fault.CRASH,
        crashes
            .take(invoked)
            .or(() -> byRate(Fault.CRASH).map(fault -> dice.below(fault, CALLS_BEFORE_CRASH))));
  }

  Optional<Repetition> repetition(Invoked invoked) {
    return counted(
        Fault.TWICE,
        repetitions
            .take(invoked)
            .or(() -> byRate(Fault.TWICE).map(fault -> dice.oneOf(fault, Repetition.values()))));
  }

  /** What a test wants to happen to a frame. */
  Optional<Fault> scripted(Frame frame) {
    Optional<Fault> fault = ofFrames.take(frame);
    fault.ifPresent(this::count);
    return fault;
  }

  /** Whether a fault happens to a frame by its rate. */
  boolean happens(Fault fault) {
    return counted(fault, byRate(fault)).isPresent();
  }

  Optional<ServiceError> error(AwsRequest request) {
    return switch (request.service()) {
      case "DynamoDB_20120810" -> error(request, Fault.DYNAMODB, DynamoDbError.values());
      case "AmazonSQS" -> error(request, Fault.SQS, SqsError.values());
      case String _ -> Optional.empty();
    };
  }

  private Optional<ServiceError> error(AwsRequest request, Fault fault, ServiceError[] variants) {
    return counted(
        fault, errors.take(request).or(() -> byRate(fault).map(f -> dice.oneOf(f, variants))));
  }

  Optional<ManagementError> error(ManagementCall call) {
    return counted(
        Fault.MANAGEMENT,
        refusals
            .take(call)
            .or(
                () ->
                    byRate(Fault.MANAGEMENT)
                        .map(fault -> dice.oneOf(fault, ManagementError.values()))));
  }

  private Optional<Fault> byRate(Fault fault) {
    return dice.happens(fault, faults.rate(fault)) ? Optional.of(fault) : Optional.empty();
  }

  private <T> Optional<T> counted(Fault fault, Optional<T> happening) {
    happening.ifPresent(what -> count(fault));
    return happening;
  }

  private void count(Fault fault) {
    counts.getOrDefault(fault, new LongAdder()).increment();
  }
}
