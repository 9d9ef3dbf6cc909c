package dev.offhook.acceptance.turn;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A coturn on the loopback address, configured by the script of {@code infra/turn.yaml}. What is
 * different here: its ports, its certificate's place, that it may relay to its own address though
 * that is one of loopback, and that it logs to a file.
 */
public final class Coturn implements AutoCloseable {

  /** {@code true}: a missing coturn is a failure. */
  static final String REQUIRED = "OFFHOOK_REQUIRE_TURN";

  static final String REALM = "turn.example.com";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final List<String> DIRECTORIES =
      List.of("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin");

  private final Process process;
  private final int port;
  private final int tlsPort;
  private final int commandLinePort;
  private final TestCertificate certificate;

  private Coturn(
      Process process, int port, int tlsPort, int commandLinePort, TestCertificate certificate) {
    this.process = process;
    this.port = port;
    this.tlsPort = tlsPort;
    this.commandLinePort = commandLinePort;
    this.certificate = certificate;
  }

  /** The program, if this machine has one. */
  static Optional<Path> executable() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), DIRECTORIES.stream())
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "turnserver"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A port that nobody listens on, by UDP or TCP. */
  public static int freePort() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
        DatagramSocket _ = new DatagramSocket(tcp.getLocalPort(), loopback)) {
      return tcp.getLocalPort();
    } catch (IOException taken) {
      return freePort();
    }
  }

  /**
   * Starts one, and waits until it listens.
   *
   * @param directory for its files
   * @param secrets of the stages of Secrets Manager, {@code AWSCURRENT} among them
   * @param parameters of the template, in place of their defaults
   */
  public static Coturn start(
      Path directory, int port, Map<String, String> secrets, Map<String, String> parameters) {
    Path executable =
        executable().orElseThrow(() -> new IllegalStateException("there is no turnserver"));
    try {
      TestCertificate certificate = TestCertificate.make(directory, REALM);
      int tlsPort = freePort();
      List<String> lines = new ArrayList<>();
      for (String line : new TurnHost(directory, secrets).configuration(parameters)) {
        lines.addAll(onThisMachine(line, directory, port, tlsPort));
      }
      lines.add("allow-loopback-peers");
      int commandLinePort = freePort();
      // Without a password there is no command line anyway: now it is the configuration that
      // forbids it.
      lines.addAll(List.of("cli-port=" + commandLinePort, "cli-password=any"));
      Path configuration = Files.write(directory.resolve("turnserver.conf"), lines);
      Path log = directory.resolve("coturn.log");
      Process process =
          new ProcessBuilder(executable.toString(), "-c", configuration.toString(), "--pidfile=")
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Coturn coturn = new Coturn(process, port, tlsPort, commandLinePort, certificate);
      coturn.awaitStart(log);
      return coturn;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static List<String> onThisMachine(String line, Path directory, int port, int tlsPort) {
    return switch (line) {
      case "listening-port=3478" -> List.of("listening-port=" + port);
      case "tls-listening-port=443" -> List.of("tls-listening-port=" + tlsPort);
      case "cert=/etc/coturn/certificate.pem" ->
          List.of("cert=" + directory.resolve(TestCertificate.CERTIFICATE));
      case "pkey=/etc/coturn/key.pem" -> List.of("pkey=" + directory.resolve(TestCertificate.KEY));
      case "syslog" -> List.of("log-file=stdout");
      case "no-stdout-log" -> List.of();
      case String same -> List.of(same);
    };
  }

  private void awaitStart(Path log) throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!listens()) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        close();
        throw new IllegalStateException("coturn did not start:\n" + Files.readString(log));
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(address(), 500);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Where it listens, by UDP and TCP. */
  InetSocketAddress address() {
    return onLoopback(port);
  }

  /** Where it listens by TLS. */
  InetSocketAddress tlsAddress() {
    return onLoopback(tlsPort);
  }

  /** Where its command line would be, if it had one. */
  InetSocketAddress commandLineAddress() {
    return onLoopback(commandLinePort);
  }

  private static InetSocketAddress onLoopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  TestCertificate certificate() {
    return certificate;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
