package dev.offhook.dynamodb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * DynamoDB Local in a process of its own: one for all integration tests, stopped when they are
 * done.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.html">DynamoDB
 *     local</a>
 */
public final class DynamoDbLocal {

  private static final Path LIBRARIES = Path.of("dynamodb-local", "target", "lib");
  private static final Path LOG = Path.of("target", "dynamodb-local.log");
  private static final String MAIN_CLASS =
      "software.amazon.dynamodb.services.local.main.ServerRunner";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final int POLL_MILLIS = 50;

  private DynamoDbLocal() {}

  /** A client of the running server, which is started if it isn't. */
  public static DynamoDbClient client(ExecutionInterceptor... interceptors) {
    return DynamoDbClient.builder()
        .endpointOverride(Server.ENDPOINT)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClient(Apache5HttpClient.create())
        .overrideConfiguration(c -> c.executionInterceptors(List.of(interceptors)))
        .build();
  }

  private static final class Server {

    static final URI ENDPOINT = start();

    private static URI start() {
      if (!Files.isDirectory(LIBRARIES)) {
        throw new IllegalStateException(
            "no DynamoDB Local in "
                + LIBRARIES.toAbsolutePath()
                + ": run mvn verify --projects functions --also-make");
      }
      try {
        int port = freePort();
        Process process = process(port).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        awaitReady(process, port);
        return URI.create("http://127.0.0.1:" + port);
      } catch (IOException impossible) {
        throw new UncheckedIOException("starting DynamoDB Local", impossible);
      }
    }

    private static ProcessBuilder process(int port) {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "--enable-native-access=ALL-UNNAMED",
              "-classpath",
              LIBRARIES.toAbsolutePath().resolve("*").toString(),
              MAIN_CLASS,
              "-inMemory",
              "-disableTelemetry",
              "-port",
              Integer.toString(port))
          .redirectErrorStream(true)
          .redirectOutput(LOG.toFile());
    }

    private static int freePort() throws IOException {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }

    private static void awaitReady(Process process, int port) throws IOException {
      Instant deadline = Instant.now().plus(START_TIMEOUT);
      while (!isListening(port)) {
        if (hasEnded(process) || Instant.now().isAfter(deadline)) {
          process.destroyForcibly();
          throw new IllegalStateException("DynamoDB Local didn't start:\n" + Files.readString(LOG));
        }
      }
    }

    private static boolean isListening(int port) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (IOException notYet) {
        return false;
      }
    }

    private static boolean hasEnded(Process process) {
      try {
        return process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
  }
}
