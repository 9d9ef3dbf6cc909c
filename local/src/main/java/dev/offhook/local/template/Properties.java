package dev.offhook.local.template;

import dev.offhook.local.template.Node.Entry;
import dev.offhook.local.template.Node.Mapping;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads the members of a mapping one by one, and at the end refuses, by name and line, those that
 * nobody asked for: they could change what the deployed system does.
 */
final class Properties {
  private final String owner;
  private final Mapping mapping;
  private final Set<String> known = new HashSet<>();

  /**
   * @param owner what the members belong to, for messages: {@code AWS::SQS::Queue}
   * @param mapping evaluated, so without calls
   */
  Properties(String owner, Mapping mapping) {
    this.owner = owner;
    this.mapping = mapping;
  }

  int line() {
    return mapping.line();
  }

  /** The member of this name, if there is one. */
  Optional<Node> find(String name) {
    known.add(name);
    return mapping.get(name);
  }

  Optional<String> optionalText(String name) {
    return find(name).map(node -> node.asText(of(name)));
  }

  String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  boolean bool(String name, boolean absent) {
    Optional<Node> node = find(name);
    if (node.isEmpty()) {
      return absent;
    }
    return switch (node.get().asText(of(name))) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new TemplateException(node.get().line(), of(name) + " must be true or false");
    };
  }

  /** A whole number between two bounds, both allowed. */
  OptionalInt integer(String name, int least, int most) {
    Optional<Node> node = find(name);
    if (node.isEmpty()) {
      return OptionalInt.empty();
    }
    String text = node.get().asText(of(name));
    if (text.matches("-?[0-9]{1,9}")) {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return OptionalInt.of(value);
      }
    }
    throw new TemplateException(
        node.get().line(), of(name) + " must be a whole number from " + least + " to " + most);
  }

  /** The items of a list; none if it is absent. */
  List<Node> items(String name) {
    return find(name).map(node -> node.asItems(of(name))).orElse(List.of());
  }

  /** The items of a list of single values; none if it is absent. */
  List<String> texts(String name) {
    return items(name).stream().map(item -> item.asText("an item of " + of(name))).toList();
  }

  /** The members of a mapping of single values; none if it is absent. */
  Map<String, String> textMap(String name) {
    return find(name).map(node -> node.asTexts(of(name))).orElse(Map.of());
  }

  /** The members of a nested mapping, if it is there. */
  Optional<Properties> optionalNested(String name) {
    return find(name).map(node -> new Properties(of(name), node.asMapping(of(name))));
  }

  /** The members of a list of mappings; none if it is absent. */
  List<Properties> nestedItems(String name) {
    String what = "an item of " + of(name);
    return items(name).stream().map(item -> new Properties(what, item.asMapping(what))).toList();
  }

  /** Names members that change nothing on this machine. */
  void ignore(String... names) {
    known.addAll(List.of(names));
  }

  /** Throws if there is a member that was neither read nor named as without effect. */
  void finish() {
    for (Entry entry : mapping.entries().values()) {
      if (!known.contains(entry.key())) {
        throw new TemplateException(
            entry.line(), "property " + of(entry.key()) + " is not supported by the local stack");
      }
    }
  }

  /** A failure at this member's line, or at the mapping's if it is absent. */
  TemplateException failure(String name, String reason) {
    int line = mapping.get(name).map(Node::line).orElse(mapping.line());
    return new TemplateException(line, of(name) + " " + reason);
  }

  private TemplateException missing(String name) {
    return new TemplateException(mapping.line(), of(name) + " is missing");
  }

  private String of(String name) {
    return name + " of " + owner;
  }
}
