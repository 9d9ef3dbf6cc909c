package dev.offhook.local.lambda;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/**
 * The native library of the runtime interface client, in a file of this JVM's own.
 *
 * <p>Left to itself each process writes it to {@code /tmp/.libaws-lambda-jni.so}, which in Lambda
 * is its own but here is that of all processes: one that starts pulls the library from under those
 * that run, and they die of SIGBUS.
 */
final class NativeRuntimeClient {
  /** The system property by which the client is told of a library. */
  private static final String PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  private NativeRuntimeClient() {}

  /** The option of a JVM that loads the library from here; empty where the client brings none. */
  static Optional<String> option() {
    return Library.FILE.map(file -> "-D" + PROPERTY + "=" + file);
  }

  /** Unpacks when it is first asked for. */
  private static final class Library {
    static final Optional<Path> FILE = unpack();

    private static Optional<Path> unpack() {
      String name = "/jni/libaws-lambda-jni.%s-%s.so".formatted(system(), processor());
      try (InputStream library = AWSLambda.class.getResourceAsStream(name)) {
        if (library == null) {
          return Optional.empty();
        }
        Path file = Files.createTempFile("offhook-lambda-", ".so");
        file.toFile().deleteOnExit();
        Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
        return Optional.of(file);
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    private static String system() {
      String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
      boolean isMusl =
          Files.exists(Path.of("/lib/ld-musl-x86_64.so.1"))
              || Files.exists(Path.of("/lib/ld-musl-aarch64.so.1"));
      return isMusl ? system + "_musl" : system;
    }

    private static String processor() {
      return switch (System.getProperty("os.arch")) {
        case "amd64" -> "x86_64";
        case "aarch64" -> "aarch_64";
        case String other -> other;
      };
    }
  }
}
