package dev.offhook.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

  private static final List<Function<String, Object>> WRAPPERS =
      List.of(SessionId::new, CallId::new, FrameId::new, RoomName::new);
  private static final List<Predicate<String>> CHECKS =
      List.of(SessionId::isValid, CallId::isValid, FrameId::isValid, RoomName::isValid);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "0",
        "_",
        "-",
        "AZaz09_-",
        "0123456789012345678901234567890123456789012345678901234567890123"
      })
  void anIdentifierIs1To64OfTheContractsCharacters(String text) {
    CHECKS.forEach(check -> assertThat(check).accepts(text));
    WRAPPERS.forEach(wrap -> assertThat(wrap.apply(text)).hasToString(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a\n",
        "\na",
        "a/b",
        "a.b",
        "a:b",
        "a=b",
        "é",
        "１",
        "😀",
        "a\u0000",
        "01234567890123456789012345678901234567890123456789012345678901234"
      })
  void nothingElseIsOne(String text) {
    CHECKS.forEach(check -> assertThat(check).rejects(text));
    WRAPPERS.forEach(
        wrap -> assertThatIllegalArgumentException().isThrownBy(() -> wrap.apply(text)));
  }

  @Test
  void idsOfDifferentThingsAreNeverEqual() {
    assertThat(WRAPPERS.stream().map(wrap -> wrap.apply("same")).distinct()).hasSize(4);
  }

  @Test
  void aConnectionIdIsOpaque() {
    assertThat(new ConnectionId("R1kmxc2VNjMCFIA=")).hasToString("R1kmxc2VNjMCFIA=");
    assertThatIllegalArgumentException().isThrownBy(() -> new ConnectionId(""));
  }
}
