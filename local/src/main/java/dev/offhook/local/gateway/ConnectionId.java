package dev.offhook.local.gateway;

import java.util.regex.Pattern;

/**
 * The id of a connection, like {@code R1kmxc2VNjMCFIA=}. It can be posted to, so it never shows in
 * a log.
 */
record ConnectionId(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{15}=");

  ConnectionId {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException("not a connection id");
    }
  }

  static boolean isWellFormed(String value) {
    return FORM.matcher(value).matches();
  }

  @Override
  public String toString() {
    return "ConnectionId";
  }
}
