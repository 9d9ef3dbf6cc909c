package dev.offhook.local.template;

import dev.offhook.local.template.Node.Entry;
import dev.offhook.local.template.Node.Mapping;
import dev.offhook.local.template.Node.Scalar;
import dev.offhook.local.template.Node.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of a template's parameters: asked for, or defaults, all checked. */
final class Parameters {
  private Parameters() {}

  /**
   * The value of each declared parameter.
   *
   * @param declarations the section {@code Parameters}
   * @param asked values that stand in for defaults
   */
  static Map<String, Node> values(Mapping declarations, Map<String, String> asked, String file) {
    for (String name : asked.keySet()) {
      if (!declarations.entries().containsKey(name)) {
        throw TemplateException.ofFile(file, "there is no parameter " + name);
      }
    }
    Map<String, Node> values = new LinkedHashMap<>();
    for (Entry entry : declarations.entries().values()) {
      Optional<String> value = Optional.ofNullable(asked.get(entry.key()));
      values.put(entry.key(), value(new ParameterDeclaration(entry), value));
    }
    return values;
  }

  private static Node value(ParameterDeclaration declaration, Optional<String> asked) {
    String text =
        asked
            .or(declaration::defaultValue)
            .orElseThrow(
                () ->
                    new TemplateException(
                        declaration.line(),
                        "parameter " + declaration.name() + " has no default: give it a value"));
    return switch (declaration.type()) {
      case STRING, NUMBER -> {
        declaration.check(text);
        yield new Scalar(declaration.line(), text, false);
      }
      case LIST, NUMBERS -> {
        List<Node> items = new ArrayList<>();
        for (String item : Arrays.asList(text.split(",", -1))) {
          declaration.check(item.strip());
          items.add(new Scalar(declaration.line(), item.strip(), false));
        }
        yield new Sequence(declaration.line(), items);
      }
    };
  }
}
