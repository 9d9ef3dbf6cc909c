import java.net.URI;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GetConnectionResponse;

/**
 * Talks to the management API with the AWS SDK as the functions carry it, and prints what it sees.
 * Runs with the functions' libraries on its class path: {@code java -cp 'lib/*'
 * ManagementProbe.java ENDPOINT THROTTLED_ENDPOINT CONNECTION_ID}.
 */
class ManagementProbe {
  private static final AwsCredentialsProvider SOMEBODY =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"));

  public static void main(String[] arguments) {
    String id = arguments[2];
    try (ApiGatewayManagementApiClient client = client(arguments[0], SOMEBODY);
        ApiGatewayManagementApiClient anonymous =
            client(arguments[0], AnonymousCredentialsProvider.create());
        ApiGatewayManagementApiClient throttled = client(arguments[1], SOMEBODY)) {
      print("get", () -> describe(client.getConnection(get -> get.connectionId(id))));
      print("post", () -> post(client, id, "hello"));
      print("too large", () -> post(client, id, "x".repeat(128 * 1024 + 1)));
      print("unsigned", () -> post(anonymous, id, "hello"));
      print("throttled", () -> post(throttled, id, "hello"));
      print("malformed", () -> post(client, "x", "hello"));
      print("delete", () -> status(client.deleteConnection(delete -> delete.connectionId(id))));
      print("gone", () -> post(client, id, "hello"));
    }
  }

  private static ApiGatewayManagementApiClient client(
      String endpoint, AwsCredentialsProvider credentials) {
    return ApiGatewayManagementApiClient.builder()
        .endpointOverride(URI.create(endpoint))
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials)
        .build();
  }

  private static String post(ApiGatewayManagementApiClient client, String id, String data) {
    return status(
        client.postToConnection(post -> post.connectionId(id).data(SdkBytes.fromUtf8String(data))));
  }

  private static String describe(GetConnectionResponse connection) {
    boolean complete = connection.connectedAt() != null && connection.lastActiveAt() != null;
    return connection.identity().sourceIp() + " " + complete;
  }

  private static String status(software.amazon.awssdk.core.SdkResponse response) {
    return String.valueOf(response.sdkHttpResponse().statusCode());
  }

  private static void print(String what, Supplier<String> call) {
    try {
      System.out.println(what + ": " + call.get());
    } catch (AwsServiceException e) {
      System.out.println(what + ": " + e.statusCode() + " " + e.getClass().getSimpleName());
    }
  }
}
