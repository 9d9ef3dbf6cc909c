package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.StackStartException;
import dev.offhook.local.json.Json;
import dev.offhook.local.template.SecretResource.Source.Generated;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** Makes the values of secrets, as {@code GenerateSecretString} asks for them. */
final class SecretGenerator {
  private final SecureRandom random = new SecureRandom();

  /**
   * A random value.
   *
   * @throws StackStartException if {@code SecretStringTemplate} is not a JSON object
   */
  String generate(Generated recipe) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < recipe.length(); i++) {
      text.append(recipe.alphabet().charAt(random.nextInt(recipe.alphabet().length())));
    }
    return recipe
        .template()
        .map(template -> member(template, text.toString()))
        .orElseGet(text::toString);
  }

  private static String member(Generated.Template template, String text) {
    ObjectNode object =
        Json.readObject(template.json().getBytes(StandardCharsets.UTF_8))
            .orElseThrow(
                () -> new StackStartException("SecretStringTemplate is not a JSON object"));
    return new String(Json.bytes(object.put(template.key(), text)), StandardCharsets.UTF_8);
  }
}
