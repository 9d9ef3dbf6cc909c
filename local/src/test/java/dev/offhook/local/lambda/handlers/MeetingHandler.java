package dev.offhook.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.Map;

/**
 * Returns when two of its events are under way at the same time: each leaves a file, and waits for
 * the other's.
 */
public class MeetingHandler implements RequestStreamHandler {
  private final Path directory;

  public MeetingHandler() {
    this(System.getenv());
  }

  public MeetingHandler(Map<String, String> environment) {
    directory = Path.of(environment.getOrDefault("MEETING", ""));
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    try (WatchService watch = directory.getFileSystem().newWatchService()) {
      directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Files.createFile(directory.resolve(context.getAwsRequestId()));
      while (count() < 2) {
        watch.take().reset();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long count() throws IOException {
    try (var files = Files.list(directory)) {
      return files.count();
    }
  }
}
