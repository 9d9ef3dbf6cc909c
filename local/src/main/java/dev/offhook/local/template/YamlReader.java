package dev.offhook.local.template;

import dev.offhook.local.template.Node.Call;
import dev.offhook.local.template.Node.Entry;
import dev.offhook.local.template.Node.Mapping;
import dev.offhook.local.template.Node.Scalar;
import dev.offhook.local.template.Node.Sequence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Turns YAML (or JSON, which is YAML) into nodes that know their lines, intrinsic functions
 * recognised in both of their forms.
 */
final class YamlReader {
  /** Far deeper than a template that a person reads; without a limit the stack would set it. */
  private static final int MAXIMUM_DEPTH = 100;

  private static final Set<String> YES = Set.of("true", "yes", "on");
  private static final Set<String> NO = Set.of("false", "no", "off");

  private final Iterator<Event> events;

  private YamlReader(Iterator<Event> events) {
    this.events = events;
  }

  /** The one document of a YAML text. */
  static Mapping read(String text) {
    try {
      LoadSettings settings = LoadSettings.builder().build();
      return new YamlReader(new Parse(settings).parseString(text).iterator()).document();
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      throw new TemplateException(
          mark.map(YamlReader::line).orElse(1), syntaxError(e.getProblem()));
    } catch (YamlEngineException e) {
      throw new TemplateException(1, syntaxError(String.valueOf(e.getMessage())));
    }
  }

  private static String syntaxError(String problem) {
    return "not valid YAML: " + problem.lines().findFirst().orElse("unreadable").strip();
  }

  private Mapping document() {
    expect(Event.ID.StreamStart);
    Event start = events.next();
    if (start.getEventId() != Event.ID.DocumentStart) {
      throw new TemplateException(1, "the template is empty");
    }
    Node root = node(events.next(), 0);
    expect(Event.ID.DocumentEnd);
    Event end = events.next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw new TemplateException(line(end), "a template is one YAML document, not several");
    }
    return root.asMapping("the template");
  }

  private void expect(Event.ID id) {
    Event event = events.next();
    if (event.getEventId() != id) {
      throw new TemplateException(line(event), "not valid YAML: " + event.getEventId());
    }
  }

  private Node node(Event event, int depth) {
    if (depth > MAXIMUM_DEPTH) {
      throw new TemplateException(line(event), "nested deeper than " + MAXIMUM_DEPTH + " levels");
    }
    if (!(event instanceof NodeEvent nodeEvent) || event.getEventId() == Event.ID.Alias) {
      throw new TemplateException(line(event), "YAML aliases are not supported by the local stack");
    }
    if (nodeEvent.getAnchor().isPresent()) {
      throw new TemplateException(line(event), "YAML anchors are not supported by the local stack");
    }
    return switch (event) {
      case ScalarEvent scalar -> tagged(scalar.getTag(), scalar(scalar));
      case SequenceStartEvent start -> tagged(start.getTag(), sequence(line(start), depth));
      case MappingStartEvent start -> tagged(start.getTag(), mapping(line(start), depth));
      default -> throw new TemplateException(line(event), "not valid YAML: " + event.getEventId());
    };
  }

  private Node sequence(int line, int depth) {
    List<Node> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return new Sequence(line, items);
  }

  private Node mapping(int line, int depth) {
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      Node key = node(event, depth + 1);
      if (!(key instanceof Scalar scalar)) {
        throw new TemplateException(key.line(), "a key must be a single value, not " + key.kind());
      }
      if (scalar.plain() && scalar.text().equals("<<")) {
        throw new TemplateException(key.line(), "YAML merge keys are not supported");
      }
      Entry entry = new Entry(key.line(), scalar.text(), node(events.next(), depth + 1));
      if (entries.putIfAbsent(entry.key(), entry) != null) {
        throw new TemplateException(key.line(), "the key " + entry.key() + " is there twice");
      }
    }
    return longForm(new Mapping(line, entries));
  }

  private static Node longForm(Mapping mapping) {
    for (Entry entry : mapping.entries().values()) {
      boolean isFunction =
          entry.key().startsWith("Fn::") || (entry.key().equals("Ref") && mapping.hasOnly("Ref"));
      if (isFunction) {
        if (!mapping.hasOnly(entry.key())) {
          throw new TemplateException(entry.line(), entry.key() + " must stand alone");
        }
        return IntrinsicFunction.ofKey(entry.key())
            .map(function -> new Call(entry.line(), function, entry.value()))
            .orElseThrow(() -> unknownFunction(entry.line(), entry.key()));
      }
    }
    return mapping;
  }

  private static Node tagged(Optional<String> tag, Node node) {
    if (tag.isEmpty() || tag.get().equals("!") || tag.get().startsWith("tag:yaml.org,2002:")) {
      return node;
    }
    return IntrinsicFunction.ofTag(tag.get())
        .map(function -> (Node) new Call(node.line(), function, node))
        .orElseThrow(() -> unknownFunction(node.line(), tag.get()));
  }

  private static TemplateException unknownFunction(int line, String name) {
    return new TemplateException(
        line, "intrinsic function " + name + " is not supported by the local stack");
  }

  private static Scalar scalar(ScalarEvent event) {
    String text = event.getValue();
    if (event.isPlain()) {
      String lower = text.toLowerCase(Locale.ROOT);
      text = YES.contains(lower) ? "true" : NO.contains(lower) ? "false" : text;
    }
    return new Scalar(line(event), text, event.isPlain());
  }

  private static int line(Event event) {
    return event.getStartMark().map(YamlReader::line).orElse(1);
  }

  private static int line(Mark mark) {
    return mark.getLine() + 1;
  }
}
