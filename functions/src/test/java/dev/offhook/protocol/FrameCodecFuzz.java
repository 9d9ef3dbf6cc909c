package dev.offhook.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.offhook.json.JsonText;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text as a frame, grown from the example frames. */
class FrameCodecFuzz {

  static Stream<byte[]> examples() {
    return FrameExamples.seeds().map(text -> text.getBytes(UTF_8));
  }

  @Timeout(30)
  @MethodSource("examples")
  @FuzzTest
  void whatIsReadIsWrittenAndReadAgain(byte[] bytes) {
    String text = new String(bytes, UTF_8);

    JsonText.read(text)
        .ifPresent(value -> assertThat(JsonText.read(JsonText.write(value))).contains(value));
    FrameCodecRule.refusedOrEqual(text);
  }
}
