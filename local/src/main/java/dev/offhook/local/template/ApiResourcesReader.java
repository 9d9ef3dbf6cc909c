package dev.offhook.local.template;

import dev.offhook.local.gateway.Throttle;
import dev.offhook.local.template.ApiResources.Authorizer;
import dev.offhook.local.template.ApiResources.Route;
import dev.offhook.local.template.ApiResources.StageProperties;
import dev.offhook.local.template.Node.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the resources that belong to one API. */
final class ApiResourcesReader {
  private static final String DEFAULT = "$default";

  private final Resource api;
  private final String apiId;
  private final List<Resource> resources;
  private final FunctionArns functions;
  private final Evaluator evaluator;
  private final Map<String, String> integrations = new LinkedHashMap<>();
  private final Map<String, Authorizer> authorizers = new LinkedHashMap<>();
  private final Set<String> routesWithResponse = new HashSet<>();
  private boolean isHttp;

  ApiResourcesReader(
      Resource api, List<Resource> resources, FunctionArns functions, LocalReferences references) {
    this.api = api;
    this.apiId = LocalReferences.apiId(api);
    this.resources = resources;
    this.functions = functions;
    this.evaluator = references.evaluator();
  }

  ApiResources read() {
    Properties properties = api.evaluated(evaluator);
    properties.ignore("Description", "DisableSchemaValidation", "IpAddressType", "Name", "Tags");
    isHttp = properties.text("ProtocolType").equals("HTTP");
    ofThisApi(ResourceType.INTEGRATION).forEach(this::integration);
    ofThisApi(ResourceType.AUTHORIZER).forEach(this::authorizer);
    ofThisApi(ResourceType.ROUTE_RESPONSE).forEach(this::routeResponse);
    List<Route> routes = new ArrayList<>();
    ofThisApi(ResourceType.ROUTE).forEach((resource, route) -> routes.add(route(resource, route)));
    return new ApiResources(api, apiId, properties, stage(), routes);
  }

  private Map<Resource, Properties> ofThisApi(ResourceType type) {
    Map<Resource, Properties> found = new LinkedHashMap<>();
    for (Resource resource : resources) {
      if (resource.type() == type) {
        Properties properties = resource.evaluated(evaluator);
        if (properties.text("ApiId").equals(apiId)) {
          found.put(resource, properties);
        }
      }
    }
    return found;
  }

  private void integration(Resource resource, Properties properties) {
    properties.ignore("ConnectionType", "Description", "IntegrationMethod");
    if (!properties.text("IntegrationType").equals("AWS_PROXY")) {
      throw properties.failure("IntegrationType", "is not supported: only AWS_PROXY is");
    }
    Optional<String> format = properties.optionalText("PayloadFormatVersion");
    if (isHttp ? !format.equals(Optional.of("2.0")) : !format.orElse("1.0").equals("1.0")) {
      throw properties.failure("PayloadFormatVersion", "must be " + (isHttp ? "2.0" : "1.0"));
    }
    integrations.put(resource.logicalId(), functions.logicalId(properties, "IntegrationUri"));
    properties.finish();
  }

  private void authorizer(Resource resource, Properties properties) {
    properties.ignore("AuthorizerCredentialsArn", "AuthorizerResultTtlInSeconds", "Name");
    if (!properties.text("AuthorizerType").equals("REQUEST")) {
      throw properties.failure("AuthorizerType", "is not supported: only REQUEST is");
    }
    authorizers.put(
        resource.logicalId(),
        new Authorizer(
            functions.logicalId(properties, "AuthorizerUri"), properties.texts("IdentitySource")));
    properties.finish();
  }

  private void routeResponse(Resource resource, Properties properties) {
    if (!properties.text("RouteResponseKey").equals(DEFAULT)) {
      throw properties.failure("RouteResponseKey", "must be " + DEFAULT);
    }
    routesWithResponse.add(properties.text("RouteId"));
    properties.finish();
  }

  private Route route(Resource resource, Properties properties) {
    properties.ignore("OperationName");
    String target = properties.text("Target");
    String function = integrations.get(target.replaceFirst("^integrations/", ""));
    if (function == null) {
      throw properties.failure("Target", "is not an integration of this API");
    }
    Optional<String> selection = properties.optionalText("RouteResponseSelectionExpression");
    if (selection.isPresent() && !selection.get().equals(DEFAULT)) {
      throw properties.failure("RouteResponseSelectionExpression", "must be " + DEFAULT);
    }
    Route route =
        new Route(
            resource,
            properties.text("RouteKey"),
            function,
            authorizer(properties),
            selection.isPresent() && routesWithResponse.contains(resource.logicalId()));
    properties.finish();
    return route;
  }

  private Optional<Authorizer> authorizer(Properties route) {
    Optional<String> id = route.optionalText("AuthorizerId");
    return switch (route.optionalText("AuthorizationType").orElse("NONE")) {
      case "NONE" -> Optional.empty();
      case "CUSTOM" -> {
        Authorizer authorizer = authorizers.get(id.orElse(""));
        if (authorizer == null) {
          throw route.failure("AuthorizerId", "is not an authorizer of this API");
        }
        yield Optional.of(authorizer);
      }
      default -> throw route.failure("AuthorizationType", "is not supported: NONE or CUSTOM are");
    };
  }

  private StageProperties stage() {
    Map<Resource, Properties> stages = ofThisApi(ResourceType.STAGE);
    if (stages.size() != 1) {
      throw api.failure("must have one stage on the local stack, not " + stages.size());
    }
    Map.Entry<Resource, Properties> stage = stages.entrySet().iterator().next();
    Properties properties = stage.getValue();
    properties.ignore("AccessLogSettings", "Description", "Tags");
    if (!properties.bool("AutoDeploy", false)) {
      throw properties.failure("AutoDeploy", "must be true: the local stack has no deployments");
    }
    Throttle throttle =
        properties
            .optionalNested("DefaultRouteSettings")
            .map(settings -> throttle(settings, Throttle.NONE))
            .orElse(Throttle.NONE);
    Map<String, Throttle> routeThrottles = new LinkedHashMap<>();
    properties
        .find("RouteSettings")
        .map(node -> node.asMapping("RouteSettings"))
        .ifPresent(
            settings -> {
              for (Entry entry : settings.entries().values()) {
                Properties own =
                    new Properties(entry.key(), entry.value().asMapping("settings of a route"));
                routeThrottles.put(entry.key(), throttle(own, throttle));
              }
            });
    StageProperties read =
        new StageProperties(stage.getKey(), properties.text("StageName"), throttle, routeThrottles);
    properties.finish();
    return read;
  }

  private static Throttle throttle(Properties settings, Throttle absent) {
    settings.ignore("DataTraceEnabled", "DetailedMetricsEnabled", "LoggingLevel");
    Throttle throttle =
        new Throttle(
            settings
                .optionalText("ThrottlingRateLimit")
                .map(text -> rate(settings, text))
                .orElse(absent.ratePerSecond()),
            settings.integer("ThrottlingBurstLimit", 0, Integer.MAX_VALUE).orElse(absent.burst()));
    settings.finish();
    return throttle;
  }

  private static double rate(Properties settings, String text) {
    if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
      throw settings.failure("ThrottlingRateLimit", "must be a number, zero or more");
    }
    return Double.parseDouble(text);
  }
}
