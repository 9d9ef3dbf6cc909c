package dev.offhook.local.template;

import dev.offhook.local.template.Node.Entry;
import dev.offhook.local.template.Node.Mapping;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the sections of a template and joins its resources. */
final class TemplateReader {
  private static final String SERVERLESS = "AWS::Serverless-2016-10-31";

  private final Path directory;
  private final LocalReferences references;
  private final List<Resource> resources;

  /**
   * @param name the file's name, for messages
   * @param parameters values asked for
   */
  TemplateReader(
      Mapping template,
      String name,
      Path file,
      Map<String, String> parameters,
      LocalEnvironment environment) {
    directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    Properties sections = new Properties("the template", template);
    checkLanguage(sections);
    Mapping mappings = section(sections, "Mappings");
    Mapping conditions = section(sections, "Conditions");
    Mapping declarations = section(sections, "Parameters");
    Map<String, Node> values = new HashMap<>(environment.pseudoParameters());
    Map<String, String> asked = new HashMap<>(environment.parameters());
    asked.keySet().retainAll(declarations.entries().keySet());
    asked.putAll(parameters);
    values.putAll(Parameters.values(declarations, asked, name));
    Map<String, Resource> declared = resources(sections);
    section(sections, "Outputs");
    sections.finish();
    checkReferences(template, values.keySet(), declared.keySet(), conditions);
    references =
        new LocalReferences(
            declared,
            environment,
            resolver -> new Evaluator(values, mappings, conditions, resolver));
    resources =
        declared.values().stream()
            .filter(resource -> resource.exists(references.evaluator()))
            .toList();
  }

  StackTemplate read() {
    List<FunctionResource> functions =
        all(ResourceType.FUNCTION, each -> FunctionResource.read(each, directory, references));
    FunctionArns functionArns = new FunctionArns(functions);
    List<Resource> queues = of(ResourceType.QUEUE);
    List<SecretResource> secrets =
        all(ResourceType.SECRET, each -> SecretResource.read(each, references));
    Optional<ApiResources> webSocket = api("WEBSOCKET", functionArns);
    Optional<ApiResources> http = api("HTTP", functionArns);
    return new StackTemplate(
        functions,
        all(ResourceType.FUNCTION, new FunctionRoleReader(resources, references)::read),
        all(
            ResourceType.EVENT_SOURCE_MAPPING,
            each -> QueueMapping.read(each, queues, functionArns, references)),
        all(ResourceType.TABLE, each -> TableResource.read(each, references)),
        all(ResourceType.QUEUE, each -> QueueResource.read(each, queues, references)),
        secrets,
        all(
            ResourceType.ROTATION_SCHEDULE,
            each -> RotationSchedule.read(each, secrets, functionArns, references)),
        webSocket.map(Apis::webSocket),
        http.map(Apis::http));
  }

  private Optional<ApiResources> api(String protocol, FunctionArns functions) {
    List<Resource> apis =
        of(ResourceType.API).stream().filter(api -> protocol(api).equals(protocol)).toList();
    if (apis.size() > 1) {
      throw apis.getLast().failure("is a second API of its kind, and the local stack has one");
    }
    return apis.stream()
        .findFirst()
        .map(api -> ApiResources.read(api, resources, functions, references));
  }

  private String protocol(Resource api) {
    Properties properties = api.evaluated(references.evaluator());
    String protocol = properties.text("ProtocolType");
    if (!Set.of("HTTP", "WEBSOCKET").contains(protocol)) {
      throw properties.failure("ProtocolType", "must be HTTP or WEBSOCKET");
    }
    return protocol;
  }

  private List<Resource> of(ResourceType type) {
    return resources.stream().filter(resource -> resource.type() == type).toList();
  }

  private <T> List<T> all(ResourceType type, Function<Resource, T> read) {
    return of(type).stream().map(read).toList();
  }

  private static void checkLanguage(Properties sections) {
    sections.ignore("Description", "Metadata");
    Optional<String> version = sections.optionalText("AWSTemplateFormatVersion");
    if (version.isPresent() && !version.get().equals("2010-09-09")) {
      throw sections.failure("AWSTemplateFormatVersion", "must be 2010-09-09");
    }
    if (!sections.optionalText("Transform").orElse(SERVERLESS).equals(SERVERLESS)) {
      throw sections.failure("Transform", "must be " + SERVERLESS);
    }
  }

  private static Map<String, Resource> resources(Properties sections) {
    Globals globals = new Globals(section(sections, "Globals"));
    Map<String, Resource> declared = new LinkedHashMap<>();
    for (Entry entry : section(sections, "Resources").entries().values()) {
      declared.put(entry.key(), globals.apply(Resource.read(entry)));
    }
    if (declared.isEmpty()) {
      throw new TemplateException(sections.line(), "the template has no resources");
    }
    return declared;
  }

  private static void checkReferences(
      Mapping template, Set<String> parameters, Set<String> resources, Mapping conditions) {
    Set<String> names = new HashSet<>(parameters);
    names.addAll(resources);
    names.add("AWS::NoValue");
    new ReferenceCheck(names, conditions.entries().keySet()).check(template);
  }

  private static Mapping section(Properties sections, String name) {
    return sections
        .find(name)
        .map(node -> node.asMapping("section " + name))
        .orElse(Mapping.empty(sections.line()));
  }
}
