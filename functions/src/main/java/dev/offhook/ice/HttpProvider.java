package dev.offhook.ice;

import dev.offhook.protocol.IceServer;
import dev.offhook.protocol.IceServers;
import dev.offhook.protocol.SessionId;
import dev.offhook.signaling.IceServerSource;
import dev.offhook.signaling.IceServersUnavailableException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A provider that is asked over HTTP for each session. It has {@value #PATIENCE_MS} ms in all, its
 * answer at most {@value #MAX_ANSWER_BYTES} bytes, redirects are not followed. When it fails, it is
 * not asked again for {@value #PAUSE_SECONDS} s, so that not everybody waits for it.
 */
public final class HttpProvider implements IceServerSource, AutoCloseable {

  private static final int PATIENCE_MS = 1500;
  private static final int MAX_ANSWER_BYTES = 16_384;
  private static final int PAUSE_SECONDS = 10;

  private final Supplier<Optional<String>> secret;
  private final Duration lifetime;
  private @Nullable HttpClient client;
  private Instant askAgain = Instant.MIN;

  /**
   * Describes a provider.
   *
   * @param secret what {@link ProviderRequest} reads
   * @param lifetime how long what it gives is good
   */
  public HttpProvider(Supplier<Optional<String>> secret, Duration lifetime) {
    this.secret = secret;
    this.lifetime = lifetime;
  }

  @Override
  public IceServers serversFor(SessionId session, Instant now) {
    if (now.isBefore(askAgainAt())) {
      throw new IceServersUnavailableException("the provider failed a moment ago");
    }
    HttpRequest request =
        secret
            .get()
            .flatMap(text -> ProviderRequest.read(text, lifetime))
            .orElseThrow(() -> new IceServersUnavailableException("no provider is described"));
    try {
      List<IceServer> servers = servers(answer(request));
      return new IceServers(
          servers, Optional.of(now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS)));
    } catch (IceServersUnavailableException failed) {
      pause(now);
      throw failed;
    }
  }

  private static List<IceServer> servers(HttpResponse<byte[]> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw new IceServersUnavailableException("the provider answered " + answer.statusCode());
    }
    return ProviderAnswer.read(new String(answer.body(), StandardCharsets.UTF_8))
        .orElseThrow(
            () -> new IceServersUnavailableException("the provider's answer has no ICE servers"));
  }

  private HttpResponse<byte[]> answer(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client()
            .sendAsync(
                request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    try {
      return answer.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException tooLong) {
      answer.cancel(true);
      throw new IceServersUnavailableException("the provider is slow");
    } catch (ExecutionException failed) {
      // Without the cause: its message may name the address, which may hold a key.
      throw new IceServersUnavailableException("the provider could not be asked");
    } catch (InterruptedException interrupted) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IceServersUnavailableException("interrupted");
    }
  }

  private synchronized Instant askAgainAt() {
    return askAgain;
  }

  private synchronized void pause(Instant now) {
    askAgain = now.plusSeconds(PAUSE_SECONDS);
  }

  /** Made when it is first needed: a function that was restored from a snapshot has its own. */
  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .connectTimeout(Duration.ofMillis(PATIENCE_MS))
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
      client = made;
    }
    return made;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }
}
