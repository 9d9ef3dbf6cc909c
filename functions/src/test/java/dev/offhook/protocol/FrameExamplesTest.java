package dev.offhook.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.ClientFrameReader.Result;
import dev.offhook.protocol.FrameExamples.Example;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FrameExamplesTest {

  @TestFactory
  Stream<DynamicTest> aClientsFrameIsRead() {
    return each(
        FrameExamples.client(),
        example -> {
          Result result = ClientFrameReader.read(example.text());
          assertThat(result).isInstanceOf(Result.Read.class);
          assertThat(((Result.Read) result).frame().id().map(FrameId::value))
              .isEqualTo(object(example).text("id"));
        });
  }

  @TestFactory
  Stream<DynamicTest> whatAClientsFrameSaysIsWhatWasRead() {
    return each(
        FrameExamples.client(),
        example -> {
          ClientFrame frame = read(example.text());
          assertThat(read(ClientFrameWriter.write(frame))).isEqualTo(frame);
        });
  }

  @TestFactory
  Stream<DynamicTest> aRefusedFrameIsRefusedAsToldWithItsCodePathAndId() {
    return each(
        FrameExamples.refused(),
        example -> {
          Result result = ClientFrameReader.read(example.text());
          assertThat(result).isInstanceOf(Result.Refused.class);
          Result.Refused refused = (Result.Refused) result;
          assertThat(refused.refusal().code().wireName()).isEqualTo(example.code().orElseThrow());
          assertThat(refused.refusal().path()).isEqualTo(example.path());
          assertThat(refused.id().map(FrameId::value)).isEqualTo(example.id());
        });
  }

  @TestFactory
  Stream<DynamicTest> aFrameOfTheServiceIsWrittenAsTheExampleHasIt() {
    return each(
        FrameExamples.server(),
        example -> {
          ServerFrame frame = ServerFrameReader.read(example.text());
          String written = ServerFrameWriter.write(frame);
          assertThat(JsonText.readObject(written)).contains(object(example));
          assertThat(ServerFrameReader.read(written)).isEqualTo(frame);
        });
  }

  @Test
  void everyKindOfFrameOfTheServiceHasAnExample() {
    Set<Object> kinds =
        FrameExamples.server().stream()
            .map(example -> (Object) ServerFrameReader.read(example.text()).getClass())
            .collect(Collectors.toSet());
    assertThat(kinds)
        .containsExactlyInAnyOrder((Object[]) ServerFrame.class.getPermittedSubclasses());
  }

  @Test
  void everyKindOfFrameOfAClientHasAnExample() {
    Set<Object> kinds =
        FrameExamples.client().stream()
            .map(example -> (Object) read(example.text()).getClass())
            .collect(Collectors.toSet());
    assertThat(kinds).containsExactlyInAnyOrderElementsOf(kinds(ClientFrame.class));
  }

  @Test
  void everyActionHasAnExample() {
    Set<String> shown =
        Stream.concat(FrameExamples.client().stream(), FrameExamples.server().stream())
            .map(example -> object(example).text("action").orElseThrow())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(shown).containsExactlyInAnyOrderElementsOf(actions());
  }

  @Test
  void everyCodeHasAnExample() {
    List<JsonObject> errors =
        FrameExamples.server().stream()
            .map(FrameExamplesTest::object)
            .filter(frame -> frame.text("action").orElseThrow().equals(Action.ERROR))
            .toList();
    assertThat(errors.stream().map(error -> error.text("code").orElseThrow()))
        .contains(
            Arrays.stream(ErrorCode.values()).map(ErrorCode::wireName).toArray(String[]::new));
  }

  @Test
  void whatIsRefusedBeforeAnyStateIsOfThreeCodes() {
    assertThat(FrameExamples.refused().stream().map(example -> example.code().orElseThrow()))
        .contains("bad-request", "unknown-action", "too-large")
        .doesNotContain("internal");
  }

  @Test
  void aFileIsNamedAfterItsExample() {
    for (Example example : all().toList()) {
      String name =
          example.name().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "-") + ".json";
      assertThat(example.file()).isEqualTo(name);
    }
  }

  private static Stream<Example> all() {
    return Stream.of(FrameExamples.client(), FrameExamples.server(), FrameExamples.refused())
        .flatMap(List::stream);
  }

  private static Stream<DynamicTest> each(List<Example> examples, Consumer<Example> test) {
    return examples.stream().map(e -> dynamicTest(e.name(), () -> test.accept(e)));
  }

  private static JsonObject object(Example example) {
    return JsonText.readObject(example.text()).orElseThrow();
  }

  private static ClientFrame read(String text) {
    return ((Result.Read) ClientFrameReader.read(text)).frame();
  }

  /** The records of a sealed interface and of those below it. */
  private static List<Object> kinds(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .flatMap(kind -> kind.isSealed() ? kinds(kind).stream() : Stream.of((Object) kind))
        .toList();
  }

  private static List<String> actions() {
    return Arrays.stream(Action.class.getFields()).map(FrameExamplesTest::text).toList();
  }

  private static String text(Field constant) {
    try {
      return String.valueOf(constant.get(null));
    } catch (IllegalAccessException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
