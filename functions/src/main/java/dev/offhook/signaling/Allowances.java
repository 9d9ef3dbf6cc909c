package dev.offhook.signaling;

import dev.offhook.session.Rate;
import dev.offhook.signaling.Counters.Kind;

/**
 * How often what is counted may come.
 *
 * @param newSessions from one address
 * @param tickets from one address
 * @param failedConnects from one address
 * @param joins into one room
 */
public record Allowances(Rate newSessions, Rate tickets, Rate failedConnects, Rate joins) {

  /** Each as many per minute. */
  public static Allowances perMinute(int newSessions, int tickets, int failedConnects, int joins) {
    return new Allowances(
        Rate.perMinute(newSessions),
        Rate.perMinute(tickets),
        Rate.perMinute(failedConnects),
        Rate.perMinute(joins));
  }

  Rate of(Kind kind) {
    return switch (kind) {
      case NEW_SESSIONS -> newSessions;
      case TICKETS -> tickets;
      case FAILED_CONNECTS -> failedConnects;
      case JOINS -> joins;
    };
  }
}
