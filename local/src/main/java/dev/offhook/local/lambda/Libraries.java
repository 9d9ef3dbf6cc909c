package dev.offhook.local.lambda;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The libraries of functions, each set of them loaded once in this JVM: an AWS SDK that every
 * environment loads and compiles for itself costs a processor a second at each cold start. Static
 * state of libraries is therefore shared; functions run without any sharing as processes.
 */
final class Libraries {
  private static final Map<List<Path>, ClassLoader> LOADED = new ConcurrentHashMap<>();

  private Libraries() {}

  /** Sees these jars and the JDK, and nothing of the stack. It is never closed. */
  static ClassLoader loader(List<Path> jars) {
    return LOADED.computeIfAbsent(List.copyOf(jars), Libraries::load);
  }

  private static ClassLoader load(List<Path> jars) {
    URL[] urls = jars.stream().map(Libraries::url).toArray(URL[]::new);
    return new URLClassLoader("libraries", urls, ClassLoader.getPlatformClassLoader());
  }

  static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("no jar has such a path: " + path, e);
    }
  }
}
