package dev.offhook.local.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** A part of a template, with the line it begins at, counted from 1. */
sealed interface Node {
  int line();

  /** What kind of thing this is, in words for a message. */
  String kind();

  /**
   * A single value.
   *
   * @param plain whether it was written without quotes, so that it may mean a number or nothing
   */
  record Scalar(int line, String text, boolean plain) implements Node {
    @Override
    public String kind() {
      return "a single value";
    }

    /** Whether this is YAML's null, which CloudFormation refuses almost everywhere. */
    boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }
  }

  /** A list. */
  record Sequence(int line, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Named members, in the order of the file. */
  record Mapping(int line, SequencedMap<String, Entry> entries) implements Node {
    public Mapping {
      entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }

    /** A mapping without members. */
    static Mapping empty(int line) {
      return new Mapping(line, new LinkedHashMap<>());
    }

    @Override
    public String kind() {
      return "a mapping";
    }

    Optional<Node> get(String key) {
      return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    /** Whether it has this member and no other. */
    boolean hasOnly(String key) {
      return entries.size() == 1 && entries.containsKey(key);
    }
  }

  /**
   * One member of a mapping.
   *
   * @param line the line of the key
   */
  record Entry(int line, String key, Node value) {
    static SequencedMap<String, Entry> map(Iterable<Entry> entries) {
      SequencedMap<String, Entry> map = new LinkedHashMap<>();
      entries.forEach(entry -> map.put(entry.key(), entry));
      return map;
    }
  }

  /** A call of an intrinsic function; evaluated nodes have none. */
  record Call(int line, IntrinsicFunction function, Node argument) implements Node {
    @Override
    public String kind() {
      return function.tag();
    }
  }

  /** What is left of {@code AWS::NoValue}: the member or item that holds it does not exist. */
  record NoValue(int line) implements Node {
    @Override
    public String kind() {
      return "AWS::NoValue";
    }
  }

  /** The mapping this must be. */
  default Mapping asMapping(String what) {
    if (this instanceof Mapping mapping) {
      return mapping;
    }
    throw new TemplateException(line(), what + " must be a mapping, not " + kind());
  }

  /** The items of the list this must be. */
  default List<Node> asItems(String what) {
    if (this instanceof Sequence sequence) {
      return sequence.items();
    }
    throw new TemplateException(line(), what + " must be a list, not " + kind());
  }

  /** The text of the single value this must be; a number's or a boolean's text too. */
  default String asText(String what) {
    if (this instanceof Scalar scalar && !scalar.isNull()) {
      return scalar.text();
    }
    String found = this instanceof Scalar ? "empty" : kind();
    throw new TemplateException(line(), what + " must be a single value, not " + found);
  }

  /** The members of the mapping this must be, each a single value. */
  default Map<String, String> asTexts(String what) {
    Map<String, String> texts = new LinkedHashMap<>();
    asMapping(what)
        .entries()
        .forEach((key, entry) -> texts.put(key, entry.value().asText(what + " " + key)));
    return Collections.unmodifiableMap(texts);
  }
}
