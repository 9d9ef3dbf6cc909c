package dev.offhook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of the contract have no row without a conversation. */
class CompletenessTest {

  private static final List<Class<?>> CONVERSATIONS =
      List.of(
          WithoutCallIT.class,
          RingingCallIT.class,
          ActiveCallIT.class,
          CallTimersIT.class,
          RefusalsIT.class,
          ChatIT.class,
          RoomsIT.class,
          OtherParametersIT.class,
          ExpiryIT.class);

  @Test
  void everyRowOfTheTableOfACallHasAConversation() {
    Set<String> proved =
        methods()
            .flatMap(method -> Arrays.stream(method.getAnnotationsByType(Row.class)))
            .map(Row::value)
            .collect(Collectors.toSet());
    assertThat(proved).containsExactlyInAnyOrderElementsOf(Protocol.callRows()).hasSize(20);
  }

  @Test
  void everyErrorCodeHasAConversation() {
    Set<String> met =
        methods()
            .filter(method -> method.isAnnotationPresent(Code.class))
            .flatMap(method -> Arrays.stream(method.getAnnotation(Code.class).value()))
            .collect(Collectors.toSet());
    assertThat(met).containsExactlyInAnyOrderElementsOf(Protocol.codes()).hasSize(15);
  }

  private static Stream<Method> methods() {
    return CONVERSATIONS.stream().flatMap(type -> Arrays.stream(type.getDeclaredMethods()));
  }
}
