package dev.offhook.lambda;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.json.JsonText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class EventTest {

  @Test
  void anEncodedBodyIsDecoded() throws IOException {
    assertThat(body("{\"a\":\"\u00e9\ud83d\ude00\"}".getBytes(UTF_8)))
        .isEqualTo("{\"a\":\"\u00e9\ud83d\ude00\"}");
  }

  @Test
  void aBodyThatIsNotUtf8IsNoJson() throws IOException {
    byte[] latin = {'{', '"', (byte) 0xe9, '"', ':', '1', '}'};
    for (byte[] bytes : new byte[][] {latin, {(byte) 0xc0, (byte) 0x80}, "{}".getBytes(UTF_16)}) {
      assertThat(JsonText.readObject(body(bytes))).isEmpty();
    }
  }

  @Test
  void aBodyThatIsNotUtf8IsNoShorterForIt() throws IOException {
    assertThat(body(new byte[] {'a', (byte) 0xff, 'b'})).isEqualTo("\ufffda\ufffdb");
  }

  private static String body(byte[] bytes) throws IOException {
    String event =
        "{\"isBase64Encoded\":true,\"body\":\"%s\"}"
            .formatted(Base64.getEncoder().encodeToString(bytes));
    return Event.read(new ByteArrayInputStream(event.getBytes(UTF_8))).body().orElseThrow();
  }
}
