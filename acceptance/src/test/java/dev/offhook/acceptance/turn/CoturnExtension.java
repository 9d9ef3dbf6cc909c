package dev.offhook.acceptance.turn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the tests of a class one coturn, with a secret for each stage. */
final class CoturnExtension implements ExecutionCondition, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(CoturnExtension.class);

  /** Looks at each test, not at the class: so that each is named among those that were skipped. */
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean required = Boolean.parseBoolean(System.getenv(Coturn.REQUIRED));
    return context.getTestMethod().isEmpty() || required || Coturn.executable().isPresent()
        ? ConditionEvaluationResult.enabled("there is a coturn, or has to be")
        : ConditionEvaluationResult.disabled("no turnserver found: install coturn");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Coturn.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Shared.class, _ -> Shared.start(), Shared.class)
        .coturn();
  }

  private record Shared(Coturn coturn, Path directory) implements AutoCloseable {

    static Shared start() {
      try {
        Path directory = Files.createTempDirectory("coturn");
        Map<String, String> secrets =
            Map.of("AWSCURRENT", "current", "AWSPREVIOUS", "previous", "AWSPENDING", "pending");
        Map<String, String> parameters = Map.of("UserQuota", "3");
        Coturn coturn = Coturn.start(directory, Coturn.freePort(), secrets, parameters);
        return new Shared(coturn, directory);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    @Override
    public void close() throws IOException {
      coturn.close();
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failed)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }
}
