package dev.offhook.local.lambda;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the classes of a function are; nothing else is visible to it but the JDK.
 *
 * @param code the jar or directory of its own classes
 * @param libraries jars that it uses
 */
public record ClassPath(Path code, List<Path> libraries) {
  public ClassPath {
    libraries = List.copyOf(libraries);
  }

  List<Path> entries() {
    return Stream.concat(Stream.of(code), libraries.stream()).toList();
  }
}
