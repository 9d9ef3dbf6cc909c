package dev.offhook.local.aws;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where the local stack keeps what outlives it.
 *
 * @see <a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG Base
 *     Directories</a>
 */
public final class StateDirectory {
  private StateDirectory() {}

  /** The user's own: {@code $XDG_STATE_HOME/offhook}, or {@code ~/.local/state/offhook}. */
  public static Path ofUser() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** A relative {@code XDG_STATE_HOME} has no meaning, the specification says. */
  static Path of(Map<String, String> environment, Path home) {
    Path base = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
    return (base.isAbsolute() ? base : home.resolve(".local/state")).resolve("offhook");
  }
}
