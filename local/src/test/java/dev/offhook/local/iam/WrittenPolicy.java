package dev.offhook.local.iam;

import dev.offhook.local.template.LocalEnvironment;
import dev.offhook.local.template.StackTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A function's role as a template writes it. */
final class WrittenPolicy {
  private WrittenPolicy() {}

  /** The role whose only policy has these statements, in YAML on one line each. */
  static FunctionRole of(Path directory, String... statements) {
    return read(directory, "Role: !GetAtt Role.Arn", "Policies: [" + policy(statements) + "]", "");
  }

  static String policy(String... statements) {
    return "{ PolicyName: p, PolicyDocument: " + document(statements) + " }";
  }

  static String document(String... statements) {
    return "{ Version: '2012-10-17', Statement: [" + String.join(", ", statements) + "] }";
  }

  /**
   * The role of the function {@code Reader}.
   *
   * @param function a property of the function
   * @param role a property of the role {@code Role}
   * @param more other resources
   */
  static FunctionRole read(Path directory, String function, String role, String more) {
    Path file = directory.resolve("template.yaml");
    try {
      Files.writeString(file, template(function, role) + more);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return StackTemplate.read(file, Map.of(), new LocalEnvironment(8080)).roles().getFirst();
  }

  private static String template(String function, String role) {
    return """
    Resources:
      Items:
        Type: AWS::DynamoDB::Table
        Properties:
          KeySchema: [{ AttributeName: id, KeyType: HASH }]
      Reader:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: code
          Runtime: java25
          Handler: x.Handler
          %s
      Other:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument: {}
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument: {}
          %s
    """
        .formatted(function, role);
  }
}
