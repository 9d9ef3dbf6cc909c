package dev.offhook.local.template;

import dev.offhook.local.template.Node.NoValue;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** What references to the template's resources stand for on this machine: names, ARNs and URLs. */
final class LocalReferences implements Evaluator.ResourceReferences {
  private static final int MAXIMUM_CHAIN = 50;

  private final Map<String, Resource> resources;
  private final LocalEnvironment environment;
  private final Evaluator evaluator;
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> naming = new LinkedHashSet<>();

  /**
   * @param evaluator makes the evaluator that resolves references through this
   */
  LocalReferences(
      Map<String, Resource> resources,
      LocalEnvironment environment,
      Function<Evaluator.ResourceReferences, Evaluator> evaluator) {
    this.resources = Map.copyOf(resources);
    this.environment = environment;
    this.evaluator = evaluator.apply(this);
  }

  Evaluator evaluator() {
    return evaluator;
  }

  @Override
  public String reference(String id, int line) {
    int dot = id.indexOf('.');
    if (dot >= 0) {
      return published(existing(id.substring(0, dot), line), id.substring(dot + 1), line);
    }
    Resource resource = existing(id, line);
    return switch (resource.type()) {
      case FUNCTION, TABLE, STAGE, ROLE, LOG_GROUP -> name(resource);
      case QUEUE -> environment.queueUrl(name(resource));
      case SECRET -> secretArn(resource);
      case API -> apiId(resource);
      case EVENT_SOURCE_MAPPING,
          ROTATION_SCHEDULE,
          ROUTE,
          ROUTE_RESPONSE,
          INTEGRATION,
          AUTHORIZER,
          POLICY,
          MANAGED_POLICY,
          WITHOUT_EFFECT ->
          id;
    };
  }

  @Override
  public String attribute(String id, String attribute, int line) {
    Resource resource = existing(id, line);
    Optional<String> value =
        switch (resource.type()) {
          case FUNCTION ->
              attribute.equals("Arn")
                  ? Optional.of(functionArn(resource))
                  : Optional.of(published(resource, attribute, line));
          case TABLE -> only("Arn", attribute, () -> tableArn(resource));
          case SECRET -> only("Id", attribute, () -> secretArn(resource));
          case QUEUE -> queueAttribute(resource, attribute);
          case API ->
              only("ApiId", attribute, () -> apiId(resource))
                  .or(() -> only("ApiEndpoint", attribute, environment::url));
          case AUTHORIZER -> only("AuthorizerId", attribute, () -> id);
          case ROLE -> only("Arn", attribute, () -> roleArn(resource));
          case LOG_GROUP -> only("Arn", attribute, () -> logGroupArn(resource));
          case EVENT_SOURCE_MAPPING,
              ROTATION_SCHEDULE,
              STAGE,
              ROUTE,
              ROUTE_RESPONSE,
              INTEGRATION,
              POLICY,
              MANAGED_POLICY ->
              Optional.empty();
          case WITHOUT_EFFECT -> Optional.of(id + "." + attribute);
        };
    return value.orElseThrow(() -> noAttribute(id, attribute, line));
  }

  /** The name of a resource: the one that the template gives it, or one made of its logical id. */
  String name(Resource resource) {
    String known = names.get(resource.logicalId());
    if (known != null) {
      return known;
    }
    if (!naming.add(resource.logicalId()) || naming.size() > MAXIMUM_CHAIN) {
      throw new TemplateException(
          resource.line(), "the name of " + resource.logicalId() + " depends on itself");
    }
    String name =
        resource
            .type()
            .nameProperty()
            .flatMap(property -> property(resource, property))
            .orElse(LocalEnvironment.STACK_NAME + "-" + resource.logicalId());
    naming.remove(resource.logicalId());
    names.put(resource.logicalId(), name);
    return name;
  }

  /** The ARN of a queue. */
  String queueArn(Resource queue) {
    return arn("sqs", name(queue));
  }

  /** The ARN of a secret. */
  String secretArn(Resource secret) {
    return arn("secretsmanager", "secret:" + name(secret));
  }

  /** The ARN of a role; IAM knows no regions. */
  String roleArn(Resource role) {
    return "arn:aws:iam::" + LocalEnvironment.ACCOUNT + ":role/" + name(role);
  }

  /** The ARN of a log group, as CloudFormation gives it: with all its streams. */
  private String logGroupArn(Resource group) {
    return arn("logs", "log-group:" + name(group) + ":*");
  }

  /** The id of an API. */
  static String apiId(Resource api) {
    return api.logicalId().toLowerCase(Locale.ROOT);
  }

  private String functionArn(Resource function) {
    return arn("lambda", "function:" + name(function));
  }

  private String tableArn(Resource table) {
    return arn("dynamodb", "table/" + name(table));
  }

  private Optional<String> queueAttribute(Resource queue, String attribute) {
    return only("Arn", attribute, () -> queueArn(queue))
        .or(() -> only("QueueName", attribute, () -> name(queue)))
        .or(() -> only("QueueUrl", attribute, () -> environment.queueUrl(name(queue))));
  }

  /** {@code Function.Alias} and {@code Function.Version}, which SAM adds to the language. */
  private String published(Resource resource, String attribute, int line) {
    Optional<String> alias =
        resource.type() == ResourceType.FUNCTION
            ? property(resource, "AutoPublishAlias")
            : Optional.empty();
    return alias
        .flatMap(
            name ->
                only("Alias", attribute, () -> functionArn(resource) + ":" + name)
                    .or(() -> only("Version", attribute, () -> functionArn(resource) + ":1")))
        .orElseThrow(() -> noAttribute(resource.logicalId(), attribute, line));
  }

  /** One property, evaluated without the others: those may refer back to the resource. */
  private Optional<String> property(Resource resource, String property) {
    return resource
        .properties()
        .get(property)
        .map(evaluator::evaluate)
        .filter(node -> !(node instanceof NoValue))
        .map(node -> node.asText(property + " of " + resource.logicalId()));
  }

  private Resource existing(String id, int line) {
    Resource resource = resources.get(id);
    if (resource == null) {
      throw new TemplateException(line, "there is no parameter or resource " + id);
    }
    if (!resource.exists(evaluator)) {
      throw new TemplateException(line, "resource " + id + " does not exist with these parameters");
    }
    return resource;
  }

  private static Optional<String> only(String name, String attribute, Supplier<String> value) {
    return name.equals(attribute) ? Optional.of(value.get()) : Optional.empty();
  }

  private static TemplateException noAttribute(String id, String attribute, int line) {
    return new TemplateException(
        line, id + "." + attribute + " is not supported by the local stack");
  }

  private static String arn(String service, String resource) {
    return String.join(
        ":", "arn:aws", service, LocalEnvironment.REGION, LocalEnvironment.ACCOUNT, resource);
  }
}
