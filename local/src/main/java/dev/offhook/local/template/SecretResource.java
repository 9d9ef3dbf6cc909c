package dev.offhook.local.template;

import java.util.Locale;
import java.util.Optional;

/**
 * A secret of the template.
 *
 * @param source where its value comes from
 */
public record SecretResource(String logicalId, String name, String arn, Source source) {
  /** Where a secret's value comes from. */
  public sealed interface Source {
    /** The value stands in the template. */
    record Given(String value) implements Source {
      @Override
      public String toString() {
        return "Given";
      }
    }

    /**
     * The value is random.
     *
     * @param template a JSON object to which the random text is added as the member {@code key};
     *     empty: the random text alone is the value
     * @param length of the random text, in characters
     * @param alphabet the characters it is made of
     * @see <a
     *     href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html">GetRandomPassword</a>
     */
    record Generated(Optional<Template> template, int length, String alphabet) implements Source {
      /** A JSON object and the name of the member that is added to it. */
      public record Template(String json, String key) {}
    }
  }

  private static final String LOWERCASE = "abcdefghijklmnopqrstuvwxyz";
  private static final String NUMBERS = "0123456789";
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  static SecretResource read(Resource resource, LocalReferences references) {
    Properties properties = resource.evaluated(references.evaluator());
    properties.ignore("Description", "KmsKeyId", "Name", "ReplicaRegions", "Tags");
    Optional<Properties> generate = properties.optionalNested("GenerateSecretString");
    Optional<String> given = properties.optionalText("SecretString");
    if (generate.isPresent() == given.isPresent()) {
      throw resource.failure("needs SecretString or GenerateSecretString, and not both");
    }
    properties.finish();
    Source source =
        generate
            .map(SecretResource::generated)
            .orElseGet(() -> new Source.Given(given.orElseThrow()));
    return new SecretResource(
        resource.logicalId(), references.name(resource), references.secretArn(resource), source);
  }

  private static Source generated(Properties properties) {
    properties.ignore("RequireEachIncludedType");
    String excluded = properties.optionalText("ExcludeCharacters").orElse("");
    String characters =
        (properties.bool("ExcludeLowercase", false) ? "" : LOWERCASE)
            + (properties.bool("ExcludeUppercase", false) ? "" : LOWERCASE.toUpperCase(Locale.ROOT))
            + (properties.bool("ExcludeNumbers", false) ? "" : NUMBERS)
            + (properties.bool("ExcludePunctuation", false) ? "" : PUNCTUATION)
            + (properties.bool("IncludeSpace", false) ? " " : "");
    StringBuilder alphabet = new StringBuilder();
    characters.chars().filter(c -> excluded.indexOf(c) < 0).forEach(c -> alphabet.append((char) c));
    if (alphabet.isEmpty()) {
      throw properties.failure("ExcludeCharacters", "leaves no characters");
    }
    Optional<String> json = properties.optionalText("SecretStringTemplate");
    Optional<String> key = properties.optionalText("GenerateStringKey");
    if (json.isPresent() != key.isPresent()) {
      throw properties.failure("SecretStringTemplate", "and GenerateStringKey need each other");
    }
    int length = properties.integer("PasswordLength", 1, 4096).orElse(32);
    properties.finish();
    return new Source.Generated(
        json.map(text -> new Source.Generated.Template(text, key.orElseThrow())),
        length,
        alphabet.toString());
  }
}
