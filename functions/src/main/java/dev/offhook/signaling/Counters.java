package dev.offhook.signaling;

import dev.offhook.session.Rate;
import java.time.Instant;

/** How often things have come. */
public interface Counters {

  /**
   * Counts one more, if and only if the rate allows it. One request to the store; a second one, if
   * somebody else counted shortly before; none, if it is known already that there were too many.
   */
  Rate.Decision take(Counter counter, Rate rate, Instant now);

  /** What is counted alike. */
  enum Kind {
    NEW_SESSIONS("sessions"),
    TICKETS("tickets"),
    FAILED_CONNECTS("connects"),
    JOINS("joins");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /**
   * One number.
   *
   * @param subject whose it is: a room, or what stands for an address
   */
  record Counter(Kind kind, String subject) {
    /** What it is stored by. */
    public String key() {
      return kind.word + "#" + subject;
    }
  }
}
