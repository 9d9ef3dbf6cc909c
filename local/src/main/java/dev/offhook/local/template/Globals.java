package dev.offhook.local.template;

import dev.offhook.local.template.Node.Entry;
import dev.offhook.local.template.Node.Mapping;
import dev.offhook.local.template.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The section {@code Globals}: properties that every function has unless it says otherwise.
 * Mappings are merged, lists are joined, single values are replaced.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html">Globals
 *     in SAM</a>
 */
final class Globals {
  private final Mapping function;

  Globals(Mapping section) {
    Properties properties = new Properties("Globals", section);
    function =
        properties
            .find("Function")
            .map(node -> node.asMapping("Function of Globals"))
            .orElse(Mapping.empty(section.line()));
    properties.finish();
  }

  /** The resource with what it inherits. */
  Resource apply(Resource resource) {
    return resource.type() == ResourceType.FUNCTION
        ? resource.with(merge(function, resource.properties()))
        : resource;
  }

  private static Mapping merge(Mapping global, Mapping own) {
    SequencedMap<String, Entry> entries = new LinkedHashMap<>(global.entries());
    own.entries().forEach((key, entry) -> entries.merge(key, entry, Globals::merge));
    return new Mapping(own.line(), entries);
  }

  private static Entry merge(Entry global, Entry own) {
    Node value =
        switch (own.value()) {
          case Mapping mine when global.value() instanceof Mapping theirs -> merge(theirs, mine);
          case Sequence mine when global.value() instanceof Sequence theirs -> join(theirs, mine);
          case Node other -> other;
        };
    return new Entry(own.line(), own.key(), value);
  }

  private static Sequence join(Sequence global, Sequence own) {
    List<Node> items = new ArrayList<>(global.items());
    items.addAll(own.items());
    return new Sequence(own.line(), items);
  }
}
