package dev.offhook.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The adversary's dice. Each world has its own mix: some faults never happen in it and others
 * often, so that each meets each, and also none.
 */
final class Faults {

  /** What can go wrong. */
  enum Fault {
    /** A handler's process dies before or after it calls a port. */
    CRASH,
    /** A store or the queue refuses a request. */
    UNAVAILABLE,
    /** A store or the queue does what is asked, but says that it doesn't. */
    TIMED_OUT,
    /** The gateway takes no frame for a connection now. */
    REFUSED_POST,
    /** The gateway says so, but takes it. */
    TAKEN_POST,
    /** A frame is handled twice. */
    REPEATED_FRAME,
    /** A timer runs out twice. */
    REPEATED_TIMER,
    /** A timer runs out a little early, or late. */
    UNPUNCTUAL_TIMER,
    /** Frames to one connection overtake each other. */
    REORDERED_POST,
    /** A connection is lost. */
    DROPPED_CONNECTION,
    /** A connection is lost and nobody is told. */
    SILENT_DROP,
    /** A request to a port takes very long. */
    SLOW
  }

  /** What may make a frame come twice, or after a later one. */
  private static final Set<Fault> DISORDER =
      EnumSet.complementOf(
          EnumSet.of(Fault.UNPUNCTUAL_TIMER, Fault.DROPPED_CONNECTION, Fault.SILENT_DROP));

  private final RandomGenerator random;
  private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);
  private boolean over;

  Faults(RandomGenerator random) {
    this.random = random;
    int likelihood = random.nextInt(4) == 0 ? 15 : 45;
    for (Fault fault : Fault.values()) {
      if (random.nextInt(100) < likelihood) {
        rates.put(fault, ceiling(fault) * random.nextDouble());
      }
    }
  }

  private double rate(Fault fault) {
    return rates.getOrDefault(fault, 0.0);
  }

  private static double ceiling(Fault fault) {
    return switch (fault) {
      case CRASH -> 0.06;
      case UNAVAILABLE, TIMED_OUT -> 0.04;
      case REFUSED_POST, TAKEN_POST -> 0.15;
      case REPEATED_FRAME, REPEATED_TIMER -> 0.3;
      case UNPUNCTUAL_TIMER, REORDERED_POST -> 1;
      case DROPPED_CONNECTION -> 0.4;
      case SILENT_DROP -> 1;
      case SLOW -> 0.1;
    };
  }

  /** Whether it happens now. */
  boolean happens(Fault fault) {
    return !over && rate(fault) > 0 && random.nextDouble() < rate(fault);
  }

  /** Whether handlers may stop half-way in this world. */
  boolean isMortal() {
    return isPossible(Fault.CRASH) || isPossible(Fault.UNAVAILABLE) || isPossible(Fault.TIMED_OUT);
  }

  /** Whether nobody is told of a connection that is lost; also at the end, when all leave. */
  boolean dropsSilently() {
    return random.nextDouble() < rate(Fault.SILENT_DROP);
  }

  /** Whether it can happen in this world. */
  boolean isPossible(Fault fault) {
    return rate(fault) > 0;
  }

  /** Whether what is sent one after the other also arrives so, and once, in this world. */
  boolean keepOrder() {
    return DISORDER.stream().noneMatch(this::isPossible);
  }

  /** From now on nothing goes wrong any more. */
  void stop() {
    over = true;
  }

  /** How long a request to a port takes, each way, in milliseconds; often it is over at once. */
  long portMillis() {
    if (happens(Fault.SLOW)) {
      return random.nextLong(100, 4000);
    }
    return random.nextInt(3) == 0 ? random.nextLong(1, 40) : 0;
  }

  /** How long a frame is on its way, in milliseconds. */
  long networkMillis() {
    return random.nextInt(10) == 0 ? random.nextLong(20, 600) : random.nextLong(1, 40);
  }

  /** A number from 0 to below that. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** A number of milliseconds. */
  long millis(long from, long to) {
    return random.nextLong(from, to);
  }

  boolean flip() {
    return random.nextBoolean();
  }

  @Override
  public String toString() {
    List<String> possible = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      if (isPossible(fault)) {
        possible.add("%s %.3f".formatted(fault, rate(fault)));
      }
    }
    return String.join(", ", possible);
  }
}
