package dev.offhook.local.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.offhook.local.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The real template with the real functions, as a test gets it. */
@OffhookStack(parameters = "TokenSeconds=77")
class OffhookStackIT {
  private final HttpClient client = HttpClient.newHttpClient();
  private final LocalStack stack;

  OffhookStackIT(LocalStack stack) {
    this.stack = stack;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(stack.apiUrl() + path)).build());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> newSession() throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(stack.apiUrl() + "/sessions"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"))
            .build());
  }

  @Test
  void constructorsAndTestsGetTheSameStack(LocalStack mine) {
    assertThat(mine).isSameAs(stack);
  }

  @Nested
  @OffhookStack(parameters = "TokenSeconds=77", shared = false)
  class Alone {
    @Test
    void whoSharesNoneGetsOneOfItsOwn(LocalStack mine) {
      assertThat(mine).isNotSameAs(stack);
    }
  }

  @Test
  void theFunctionsAnswerAndTheirCallsAreCounted() throws Exception {
    long mark = stack.awsCalls().mark();
    assertThat(newSession().statusCode()).isEqualTo(201);
    assertThat(stack.awsCalls().operations("ApiFunction", mark)).containsEntry("PutItem", 1);
  }

  @Test
  void nothingCanGoWrongUnlessAskedFor() {
    assertThatIllegalStateException().isThrownBy(stack::faults);
  }

  @Test
  void offhookJsonTellsWhereTheApisAre() throws Exception {
    HttpResponse<String> answer = get("/offhook.json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"apiUrl\":\"%s\",\"websocketUrl\":\"%s\"}"
                .formatted(stack.apiUrl(), stack.websocketUrl()));
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
  }

  @Test
  void theRootLeadsToTheDemo() throws Exception {
    HttpResponse<String> answer = get("/");
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location"))
        .hasValueSatisfying(location -> assertThat(location).endsWith("/demo/"));
  }

  @Test
  void theDemosFilesHaveTheirTypesAndGuards() throws Exception {
    HttpResponse<String> page = get("/demo/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
    assertThat(get("/demo/main.js").headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/javascript"));
  }

  @Test
  void nothingOutsideOfTheDemoIsServed() throws Exception {
    for (String path :
        new String[] {
          "/demo/../pom.xml",
          "/demo/%2e%2e/%2e%2e/pom.xml",
          "/demo/..%2f..%2fpom.xml",
          "/demo/%5c..%5cpom.xml",
          "/demo//etc/passwd",
          "/demo/no-such-file",
        }) {
      assertThat(get(path).statusCode()).as(path).isBetween(400, 404);
    }
  }

  @Nested
  class InsideOfIt {
    @Test
    void nestedClassesGetItToo(LocalStack mine) {
      assertThat(mine).isSameAs(stack);
    }
  }
}
