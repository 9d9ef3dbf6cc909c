package dev.offhook.local.lambda.handlers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Does what the event, a JSON string, tells it. */
public class ObedientHandler implements RequestStreamHandler {
  private static final AtomicInteger EVENTS = new AtomicInteger();

  private final Map<String, String> environment;

  public ObedientHandler() {
    this(System.getenv());
  }

  public ObedientHandler(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    String order = new String(input.readAllBytes(), UTF_8).replace("\"", "");
    String answer =
        switch (order) {
          case "count" -> "" + EVENTS.incrementAndGet();
          case "environment" -> environment.get("GREETING") + "," + environment.get("AWS_REGION");
          case "session token" -> String.valueOf(environment.get("AWS_SESSION_TOKEN"));
          case "loader" -> getClass().getClassLoader().getName() + "," + seesTheStack();
          case "library" -> "" + System.identityHashCode(Context.class);
          case "context loader" ->
              String.valueOf(Thread.currentThread().getContextClassLoader().getName());
          case "context" -> describe(context);
          case "log" -> {
            context.getLogger().log("first\nsecond\n");
            yield "logged";
          }
          case "throw" -> throw new IllegalStateException("as told");
          case "error" -> throw new StackOverflowError("as told");
          case "hang" -> hang();
          case "exit" -> exit();
          case "nothing" -> "";
          default -> order;
        };
    output.write(answer.isEmpty() ? new byte[0] : ("\"" + answer + "\"").getBytes(UTF_8));
  }

  private static String describe(Context context) {
    return String.join(
        ",",
        context.getFunctionName(),
        context.getInvokedFunctionArn(),
        "" + context.getMemoryLimitInMB(),
        ""
            + (context.getRemainingTimeInMillis() > 0
                && context.getRemainingTimeInMillis() <= 30_000),
        "" + context.getAwsRequestId().length());
  }

  private static boolean seesTheStack() {
    try {
      Class.forName("com.fasterxml.jackson.databind.ObjectMapper");
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static String hang() {
    try {
      new CountDownLatch(1).await();
      return "never";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static String exit() {
    Runtime.getRuntime().halt(7);
    return "never";
  }
}
