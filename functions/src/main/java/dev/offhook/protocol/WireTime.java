package dev.offhook.protocol;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Times on the wire: ISO 8601 in UTC with milliseconds. */
public final class WireTime {

  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private WireTime() {}

  public static String format(Instant time) {
    return FORMAT.format(time);
  }
}
