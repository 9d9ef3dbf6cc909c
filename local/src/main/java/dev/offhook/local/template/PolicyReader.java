package dev.offhook.local.template;

import dev.offhook.local.iam.Condition;
import dev.offhook.local.iam.Condition.Quantifier;
import dev.offhook.local.iam.ConditionKey;
import dev.offhook.local.iam.ConditionOperator;
import dev.offhook.local.iam.Statement;
import dev.offhook.local.iam.Statement.Effect;
import dev.offhook.local.template.Node.Entry;
import dev.offhook.local.template.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads a policy document. What it doesn't know it refuses by name: left out, it would allow too
 * much or too little.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html">IAM
 *     JSON policy element reference</a>
 */
final class PolicyReader {
  private static final String IF_EXISTS = "IfExists";
  private static final String ACTION = "\\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+";

  /** Resources that have no meaning on this machine go by their logical ids. */
  private static final String RESOURCE = "\\*|arn:[^\\s]+|[A-Za-z0-9]+\\.[A-Za-z]+";

  List<Statement> read(Properties document) {
    document.ignore("Id");
    if (!document.text("Version").equals("2012-10-17")) {
      throw document.failure("Version", "must be 2012-10-17");
    }
    Node statements =
        document.find("Statement").orElseThrow(() -> document.failure("Statement", "is missing"));
    List<Statement> read =
        items(statements)
            .map(item -> statement(new Properties("a statement", item.asMapping("a statement"))))
            .toList();
    document.finish();
    return read;
  }

  private static Statement statement(Properties statement) {
    statement.ignore("Sid");
    Effect effect =
        switch (statement.text("Effect")) {
          case "Allow" -> Effect.ALLOW;
          case "Deny" -> Effect.DENY;
          default -> throw statement.failure("Effect", "must be Allow or Deny");
        };
    List<Condition> conditions =
        statement.find("Condition").map(PolicyReader::conditions).orElse(List.of());
    Statement read =
        new Statement(
            effect,
            texts(statement, "Action", ACTION, "is not the name of an action"),
            texts(statement, "Resource", RESOURCE, "is not an ARN"),
            conditions);
    statement.finish();
    return read;
  }

  /** One or more texts of a form. */
  private static List<String> texts(
      Properties statement, String member, String form, String otherwise) {
    Node node = statement.find(member).orElseThrow(() -> statement.failure(member, "is missing"));
    List<String> texts = items(node).map(item -> item.asText(member)).toList();
    if (texts.isEmpty()) {
      throw statement.failure(member, "is empty");
    }
    for (String text : texts) {
      if (text.contains("${")) {
        throw statement.failure(member, "has a policy variable, which the local stack knows not");
      }
      if (!text.matches(form)) {
        throw statement.failure(member, otherwise + ": " + text);
      }
    }
    return texts;
  }

  private static List<Condition> conditions(Node node) {
    List<Condition> conditions = new ArrayList<>();
    for (Entry operator : node.asMapping("Condition").entries().values()) {
      for (Entry key : operator.value().asMapping(operator.key()).entries().values()) {
        conditions.add(condition(operator, key));
      }
    }
    return conditions;
  }

  private static Condition condition(Entry operator, Entry key) {
    String name = operator.key();
    Quantifier quantifier = Quantifier.SINGLE;
    if (name.startsWith("ForAllValues:")) {
      quantifier = Quantifier.ALL;
    } else if (name.startsWith("ForAnyValue:")) {
      quantifier = Quantifier.ANY;
    }
    name = name.substring(name.indexOf(':') + 1);
    boolean isIfExists = name.endsWith(IF_EXISTS);
    if (isIfExists) {
      name = name.substring(0, name.length() - IF_EXISTS.length());
    }
    ConditionOperator known =
        ConditionOperator.named(name).orElseThrow(() -> unsupported(operator, "operator"));
    ConditionKey asked =
        ConditionKey.named(key.key()).orElseThrow(() -> unsupported(key, "condition key"));
    if (asked.hasManyValues()
        && quantifier == Quantifier.SINGLE
        && known != ConditionOperator.NULL) {
      throw new TemplateException(
          operator.line(), key.key() + " needs ForAllValues or ForAnyValue");
    }
    return new Condition(quantifier, known, isIfExists, asked.policyName(), values(key));
  }

  private static List<String> values(Entry key) {
    List<String> values = items(key.value()).map(value -> value.asText(key.key())).toList();
    if (values.isEmpty() || values.stream().anyMatch(value -> value.contains("${"))) {
      throw new TemplateException(
          key.line(), key.key() + " has no value that the local stack could compare");
    }
    return values;
  }

  /** A list, or a single one. */
  private static Stream<Node> items(Node node) {
    return node instanceof Sequence sequence ? sequence.items().stream() : Stream.of(node);
  }

  private static TemplateException unsupported(Entry entry, String what) {
    return new TemplateException(
        entry.line(), what + " " + entry.key() + " is not supported by the local stack");
  }
}
