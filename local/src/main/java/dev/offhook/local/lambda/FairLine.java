package dev.offhook.local.lambda;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Those who wait, so that who sends much makes itself wait and not who sends little. Lambda has no
 * such line: there, who sends little doesn't notice who sends much.
 *
 * <p>For each other one that its sender has under way, one stands behind {@value #BEHIND} that come
 * later. So its sender's only one is overtaken by none, and nobody waits for ever: every other is
 * overtaken by {@value #BEHIND} times {@value #DEEPEST} at most. A sender's own stay in the order
 * of their coming.
 *
 * @param <T> what waits, each once
 */
final class FairLine<T> {
  /** So many senders who always have several under way hold up nobody who has one. */
  private static final int BEHIND = 50;

  /** More than so many under way are as so many. */
  private static final int DEEPEST = 20;

  private record Place<T>(long place, long arrival, T who) {}

  /** What a sender has under way, and the place of its last one. */
  private record Share(int underWay, long lastPlace) {}

  private static final Share NOTHING = new Share(0, 0);

  private final PriorityQueue<Place<T>> waiting =
      new PriorityQueue<>(
          Comparator.<Place<T>>comparingLong(Place::place).thenComparingLong(Place::arrival));

  private final Map<Sender, Share> shares = new HashMap<>();
  private long arrivals;

  /** Puts one in; it is under way until it is {@link #done}. */
  void add(Sender sender, T who) {
    Share share = shares.getOrDefault(sender, NOTHING);
    long arrival = arrivals++;
    long behind = (long) BEHIND * Math.min(DEEPEST, share.underWay());
    long place = Math.max(arrival + behind, share.lastPlace());
    shares.put(sender, new Share(share.underWay() + 1, place));
    waiting.add(new Place<>(place, arrival, who));
  }

  /** Whose turn it is. */
  Optional<T> first() {
    return Optional.ofNullable(waiting.peek()).map(Place::who);
  }

  /** Takes out one that waits no longer, because it has what it waited for or gave up. */
  void remove(T who) {
    waiting.stream().filter(one -> one.who().equals(who)).findFirst().ifPresent(waiting::remove);
  }

  /** Notes that one of the sender's is under way no longer. */
  void done(Sender sender) {
    Share share = shares.getOrDefault(sender, NOTHING);
    if (share.underWay() > 1) {
      shares.put(sender, new Share(share.underWay() - 1, share.lastPlace()));
    } else {
      shares.remove(sender);
    }
  }

  void forEach(Consumer<T> each) {
    waiting.forEach(one -> each.accept(one.who()));
  }
}
