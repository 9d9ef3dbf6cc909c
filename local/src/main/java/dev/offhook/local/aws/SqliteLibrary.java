package dev.offhook.local.aws;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The native library that DynamoDB Local keeps its tables in: it exists for Linux on x86-64 and for
 * macOS.
 */
final class SqliteLibrary {
  private static final String PATH_PROPERTY = "sqlite4java.library.path";

  private SqliteLibrary() {}

  /**
   * Tells where the library is.
   *
   * @param directory that the build put it into
   * @throws LocalServiceException if there is none for this machine
   */
  static void use(Path directory) {
    check(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    if (!Files.isDirectory(directory)) {
      throw new LocalServiceException("there is no directory " + directory + ": build first");
    }
    System.setProperty(PATH_PROPERTY, directory.toString());
    // Its start-up messages and failures would go to standard error.
    java.util.logging.Logger.getLogger("com.almworks.sqlite4java")
        .setLevel(java.util.logging.Level.OFF);
  }

  static void check(String system, String architecture) {
    String name = system.toLowerCase(Locale.ROOT);
    boolean isSupported =
        name.startsWith("mac")
            || (name.startsWith("linux")
                && (architecture.equals("amd64") || architecture.equals("x86_64")));
    if (!isSupported) {
      throw new LocalServiceException(
          "DynamoDB Local has no SQLite library for "
              + system
              + " on "
              + architecture
              + ": use Linux on x86-64, or macOS");
    }
  }
}
