package dev.offhook.local.template;

import dev.offhook.local.iam.FunctionRole;
import dev.offhook.local.iam.Statement;
import dev.offhook.local.template.Node.NoValue;
import dev.offhook.local.template.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what a function may do: the policies of its role, those that are attached to the role, and
 * for a function without one those that SAM makes a role of.
 */
final class FunctionRoleReader {
  /** What SAM gives each role that it makes, for the function's log. */
  private static final Statement BASIC_EXECUTION =
      new Statement(
          Statement.Effect.ALLOW,
          List.of("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
          List.of("*"),
          List.of());

  private final List<Resource> resources;
  private final LocalReferences references;

  /**
   * @param resources all of the template that exist
   */
  FunctionRoleReader(List<Resource> resources, LocalReferences references) {
    this.resources = resources;
    this.references = references;
  }

  FunctionRole read(Resource function) {
    Properties properties = function.evaluated(references.evaluator());
    refuse(properties, "PermissionsBoundary");
    Optional<String> arn = properties.optionalText("Role");
    String name = references.name(function);
    String logGroup =
        properties
            .optionalNested("LoggingConfig")
            .flatMap(logging -> logging.optionalText("LogGroup"))
            .orElse("/aws/lambda/" + name);
    if (arn.isPresent()) {
      Resource role = role(properties, arn.get());
      return new FunctionRole(
          function.logicalId(), name, references.name(role), logGroup, statements(role));
    }
    return new FunctionRole(
        function.logicalId(), name, name + "Role", logGroup, ownPolicies(properties));
  }

  private Resource role(Properties function, String arn) {
    refuse(function, "Policies");
    return of(ResourceType.ROLE)
        .filter(role -> references.roleArn(role).equals(arn))
        .findAny()
        .orElseThrow(() -> function.failure("Role", "is not a role of this template"));
  }

  private List<Statement> statements(Resource role) {
    Properties properties = role.evaluated(references.evaluator());
    properties.ignore(
        "AssumeRolePolicyDocument",
        "Description",
        "MaxSessionDuration",
        "Path",
        "RoleName",
        "Tags");
    List<Statement> statements = new ArrayList<>();
    for (Properties policy : properties.nestedItems("Policies")) {
      policy.text("PolicyName");
      statements.addAll(document(policy));
      policy.finish();
    }
    properties.finish();
    of(ResourceType.POLICY).forEach(policy -> statements.addAll(attached(policy, role)));
    of(ResourceType.MANAGED_POLICY).forEach(policy -> statements.addAll(attached(policy, role)));
    return statements;
  }

  /** The statements of a policy that names this role. */
  private List<Statement> attached(Resource policy, Resource role) {
    Properties properties = policy.evaluated(references.evaluator());
    if (!properties.texts("Roles").contains(references.name(role))) {
      return List.of();
    }
    properties.ignore("Description", "ManagedPolicyName", "Path", "PolicyName");
    List<Statement> statements = document(properties);
    properties.finish();
    return statements;
  }

  /** SAM takes policy documents, and names of policies that only AWS knows. */
  private static List<Statement> ownPolicies(Properties function) {
    List<Statement> statements = new ArrayList<>();
    statements.add(BASIC_EXECUTION);
    for (Node policy : function.items("Policies")) {
      if (policy instanceof Scalar) {
        throw new TemplateException(
            policy.line(),
            "policy "
                + policy.asText("a policy")
                + " is not supported by the local stack, which knows none by name");
      }
      Properties document = new Properties("a policy", policy.asMapping("a policy"));
      statements.addAll(new PolicyReader().read(document));
    }
    return statements;
  }

  private static List<Statement> document(Properties policy) {
    return policy
        .optionalNested("PolicyDocument")
        .map(document -> new PolicyReader().read(document))
        .orElseThrow(() -> policy.failure("PolicyDocument", "is missing"));
  }

  private Stream<Resource> of(ResourceType type) {
    return resources.stream().filter(resource -> resource.type() == type);
  }

  /** Nobody but AWS could tell what it takes away or adds. */
  private static void refuse(Properties properties, String name) {
    if (properties.find(name).filter(node -> !(node instanceof NoValue)).isPresent()) {
      throw properties.failure(name, "is not supported by the local stack");
    }
  }
}
