package dev.offhook.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A context that keeps what is logged. */
final class TestContext implements Context {

  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");

  final List<String> logged = new ArrayList<>();

  /** A log whose lines are of this invocation. */
  InvocationLog log() {
    InvocationLog log = new InvocationLog(InstantSource.fixed(NOW));
    log.begins(this);
    return log;
  }

  /** A line of that log. */
  static String line(String level, String event, String details) {
    return "{\"timestamp\":\"%s\",\"level\":\"%s\",\"event\":\"%s\",\"requestId\":\"request-1\",%s}"
            .formatted(NOW, level, event, details)
        + "\n";
  }

  @Override
  public String getAwsRequestId() {
    return "request-1";
  }

  @Override
  public String getLogGroupName() {
    return "group";
  }

  @Override
  public String getLogStreamName() {
    return "stream";
  }

  @Override
  public String getFunctionName() {
    return "function";
  }

  @Override
  public String getFunctionVersion() {
    return "1";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "arn:aws:lambda:us-east-1:000000000000:function:function";
  }

  @Override
  public CognitoIdentity getIdentity() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ClientContext getClientContext() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getRemainingTimeInMillis() {
    return 10_000;
  }

  @Override
  public int getMemoryLimitInMB() {
    return 1024;
  }

  @Override
  public LambdaLogger getLogger() {
    return new LambdaLogger() {
      @Override
      public void log(String message) {
        logged.add(message);
      }

      @Override
      public void log(byte[] message) {
        logged.add(new String(message, StandardCharsets.UTF_8));
      }
    };
  }
}
