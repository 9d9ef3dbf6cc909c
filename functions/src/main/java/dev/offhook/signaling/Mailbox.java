package dev.offhook.signaling;

import dev.offhook.protocol.SessionId;
import dev.offhook.session.Mail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The frames that wait for sessions, each in a place that was taken for it by {@link
 * Sessions#takePlace}. Who takes a place and dies leaves it empty; who delivers gives it up then,
 * and whoever still comes to fill it must take another.
 */
public interface Mailbox {

  /**
   * What is in a place.
   *
   * @param frame the text as it is posted; none if the place was given up
   */
  record Letter(long place, Optional<String> frame) {
    @Override
    public String toString() {
      return "Letter[place=" + place + "]";
    }
  }

  /**
   * Puts a frame into its place, if and only if the place was not given up.
   *
   * @return whether it is there now
   */
  boolean put(SessionId session, long place, String frame, Instant now);

  /**
   * Gives a place up, if and only if it is empty.
   *
   * @return whether nobody can fill it any more
   */
  boolean giveUp(SessionId session, long place, Instant now);

  /** What is in the places of that mail, in order; empty places are left out. */
  List<Letter> read(SessionId session, Mail mail);

  /** Deletes what is in the places of that mail; a request for each 25. */
  void delete(SessionId session, Mail mail);
}
