package dev.offhook.local.template;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The kinds of resources that a template may have on this machine. */
enum ResourceType {
  FUNCTION("AWS::Serverless::Function", "FunctionName"),
  EVENT_SOURCE_MAPPING("AWS::Lambda::EventSourceMapping", ""),
  TABLE("AWS::DynamoDB::Table", "TableName"),
  QUEUE("AWS::SQS::Queue", "QueueName"),
  SECRET("AWS::SecretsManager::Secret", "Name"),
  ROTATION_SCHEDULE("AWS::SecretsManager::RotationSchedule", ""),
  API("AWS::ApiGatewayV2::Api", ""),
  STAGE("AWS::ApiGatewayV2::Stage", "StageName"),
  ROUTE("AWS::ApiGatewayV2::Route", ""),
  ROUTE_RESPONSE("AWS::ApiGatewayV2::RouteResponse", ""),
  INTEGRATION("AWS::ApiGatewayV2::Integration", ""),
  AUTHORIZER("AWS::ApiGatewayV2::Authorizer", ""),
  ROLE("AWS::IAM::Role", "RoleName"),
  POLICY("AWS::IAM::Policy", ""),
  MANAGED_POLICY("AWS::IAM::ManagedPolicy", ""),
  LOG_GROUP("AWS::Logs::LogGroup", "LogGroupName"),
  /** Every type of which the name is in {@link #NAMES_WITHOUT_EFFECT}. */
  WITHOUT_EFFECT("", "");

  /**
   * Types that change nothing here: on this machine nobody asks who may invoke a function or what a
   * queue says of its users, encrypts anything, watches alarms or resolves domain names.
   */
  private static final Set<String> NAMES_WITHOUT_EFFECT =
      Set.of(
          "AWS::ApiGateway::Account",
          "AWS::ApiGatewayV2::ApiMapping",
          "AWS::ApiGatewayV2::DomainName",
          "AWS::CloudWatch::Alarm",
          "AWS::CloudWatch::CompositeAlarm",
          "AWS::CloudWatch::Dashboard",
          "AWS::KMS::Alias",
          "AWS::KMS::Key",
          "AWS::Lambda::Permission",
          "AWS::Logs::MetricFilter",
          "AWS::SNS::Subscription",
          "AWS::SNS::Topic",
          "AWS::SNS::TopicPolicy",
          "AWS::SQS::QueuePolicy",
          "AWS::SecretsManager::ResourcePolicy");

  private final String cloudFormationName;
  private final String nameProperty;

  ResourceType(String cloudFormationName, String nameProperty) {
    this.cloudFormationName = cloudFormationName;
    this.nameProperty = nameProperty;
  }

  static ResourceType read(String name, int line) {
    if (NAMES_WITHOUT_EFFECT.contains(name)) {
      return WITHOUT_EFFECT;
    }
    return Arrays.stream(values())
        .filter(type -> type != WITHOUT_EFFECT && type.cloudFormationName.equals(name))
        .findAny()
        .orElseThrow(
            () ->
                new TemplateException(
                    line, "resource type " + name + " is not supported by the local stack"));
  }

  /** The name in templates; empty for what has no effect. */
  String cloudFormationName() {
    return cloudFormationName;
  }

  /** The property that names a resource, if resources of this type have names. */
  Optional<String> nameProperty() {
    return Optional.of(nameProperty).filter(property -> !property.isEmpty());
  }
}
