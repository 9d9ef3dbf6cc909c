package dev.offhook.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sample events of the repository, and how a handler is invoked with one. */
final class SampleEvents {

  private static final Path FOLDER = Path.of("..", "events");

  private SampleEvents() {}

  /** The names of all samples. */
  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    }
  }

  static String text(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name + ".json"));
  }

  static JsonObject invoke(RequestStreamHandler handler, String event, Context context)
      throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output, context);
    return JsonText.readObject(output.toString(StandardCharsets.UTF_8)).orElseThrow();
  }
}
