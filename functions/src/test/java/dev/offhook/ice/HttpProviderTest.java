package dev.offhook.ice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.offhook.protocol.IceServer;
import dev.offhook.protocol.IceServer.Credential;
import dev.offhook.protocol.IceServers;
import dev.offhook.protocol.SessionId;
import dev.offhook.signaling.IceServersUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProviderTest {

  private static final SessionId ALICE = new SessionId("alice");
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.5Z");
  private static final String TURN =
      "{\"urls\":[\"turn:a.example\"],\"username\":\"u\",\"credential\":\"c\"}";
  private static final String KEY = "key-of-the-account";

  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;
  private String secret = "";
  private int status = 201;
  private String answer = "{\"iceServers\":[{\"urls\":\"stun:a.example\"}," + TURN + "]}";
  private boolean silent;

  private final HttpProvider provider =
      new HttpProvider(() -> Optional.of(secret), Duration.ofMinutes(20));

  HttpProviderTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void aProvider() {
    server.createContext("/", this::answer);
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.start();
    secret =
        """
        {"url": "%s/credentials?key=%s", "headers": {"authorization": "Bearer %s"},
         "body": "{\\"ttl\\": ${seconds}}"}
        """
            .formatted(url(), KEY, KEY);
  }

  @AfterEach
  void itEnds() {
    end.countDown();
    provider.close();
    server.stop(0);
  }

  @Test
  void itIsAskedAsItsSecretSaysAndWhatItAnswersIsGiven() {
    IceServers given = provider.serversFor(ALICE, NOW);

    assertThat(given.servers())
        .containsExactly(
            IceServer.stun(List.of("stun:a.example")),
            new IceServer(List.of("turn:a.example"), Optional.of(new Credential("u", "c"))));
    assertThat(given.expiresAt()).contains(Instant.parse("2026-01-01T12:20:00Z"));
    assertThat(requests)
        .containsExactly("POST /credentials?key=" + KEY + " Bearer " + KEY + " {\"ttl\": 1200}");
  }

  @Test
  void aProviderThatAnswersByGetIsAskedByGet() {
    secret = "{\"method\":\"GET\",\"url\":\"" + url() + "/c?expiry=${seconds}\"}";
    assertThat(provider.serversFor(ALICE, NOW).servers()).hasSize(2);
    assertThat(requests).containsExactly("GET /c?expiry=1200 null ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"iceServers\":[%s]}",
        "{\"iceServers\":%s}",
        "{\"ice_servers\":[%s],\"ttl\":\"1200\"}",
        "[%s]"
      })
  void theFormsInWhichProvidersAnswerAreRead(String form) {
    answer = form.formatted(TURN);

    assertThat(provider.serversFor(ALICE, NOW).servers())
        .containsExactly(
            new IceServer(List.of("turn:a.example"), Optional.of(new Credential("u", "c"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "7",
        "{}",
        "[]",
        "{\"iceServers\":[]}",
        "{\"iceServers\":[{}]}",
        "{\"iceServers\":[{\"urls\":[]}]}",
        "{\"iceServers\":[{\"urls\":[1]}]}",
        "{\"iceServers\":[{\"urls\":\"turn:a.example\"}]}",
        "{\"iceServers\":[{\"urls\":\"turn:a.example\",\"username\":\"u\"}]}",
        "{\"iceServers\":[{\"urls\":\"javascript:alert(1)\"}]}",
        "{\"iceServers\":[{\"urls\":\"stun:a example\"}]}",
        "{\"iceServers\":[{\"urls\":\"stun:a.example\"},{\"urls\":\"https://a.example\"}]}"
      })
  void anAnswerWithoutGoodServersIsNone(String text) {
    answer = text;

    assertThat(failure()).hasMessage("the provider's answer has no ICE servers");
  }

  @Test
  void anAnswerOfMoreServersThanABrowserWantsIsNone() {
    answer = "[" + String.join(",", Collections.nCopies(21, TURN)) + "]";

    assertThat(failure()).hasMessage("the provider's answer has no ICE servers");
  }

  @Test
  void anAnswerThatIsTooLongIsNotRead() {
    answer = "[" + TURN + " ".repeat(16_384) + "]";

    assertThat(failure()).hasMessage("the provider could not be asked");
  }

  @ParameterizedTest
  @CsvSource({"302", "401", "500"})
  void aProviderThatRefusesIsNotFollowedAndNotQuoted(int refusal) {
    status = refusal;

    assertThat(failure()).hasMessage("the provider answered " + refusal).hasNoCause();
    assertThat(requests).hasSize(1);
  }

  @Test
  void aProviderThatDoesNotAnswerIsNotWaitedFor() {
    silent = true;
    long begin = System.nanoTime();

    assertThat(failure()).hasMessage("the provider is slow");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void whoIsNotThereIsNamedNowhere() {
    server.stop(0);

    assertThat(failure()).hasMessage("the provider could not be asked").hasNoCause();
  }

  @Test
  void aProviderThatFailedIsLeftAloneForTenSeconds() {
    status = 500;
    failure();
    status = 201;

    assertThat(failure()).hasMessage("the provider failed a moment ago");
    assertThat(requests).hasSize(1);
    assertThat(provider.serversFor(ALICE, NOW.plusSeconds(10)).servers()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "secret",
        "{\"url\":\"http://provider.example/\"}",
        "{\"url\":\"http://127.0.0.1.provider.example/\"}",
        "{\"url\":\"file:///etc/passwd\"}",
        "{\"url\":\"https:provider\"}",
        "{\"url\":\"https://provider.example/a b\"}",
        "{\"url\":\"https://provider.example/\",\"method\":\"DELETE\"}",
        "{\"url\":\"https://provider.example/\",\"headers\":{\"a\":1}}",
        "{\"url\":\"https://provider.example/\",\"headers\":{\"host\":\"a\"}}",
        "{\"url\":\"https://provider.example/\",\"headers\":{\"a\":\"b\\nc: d\"}}"
      })
  void aSecretThatDescribesNoRequestIsNoneAndIsNotTold(String text) {
    secret = text;

    assertThat(failure()).hasMessage("no provider is described").hasNoCause();
  }

  private IceServersUnavailableException failure() {
    return catchThrowableOfType(
        IceServersUnavailableException.class, () -> provider.serversFor(ALICE, NOW));
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
          "%s %s %s %s"
              .formatted(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI(),
                  exchange.getRequestHeaders().getFirst("authorization"),
                  new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      if (silent) {
        end.await(10, TimeUnit.SECONDS);
      }
      exchange.getResponseHeaders().add("location", url() + "/elsewhere");
      byte[] body = answer.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
