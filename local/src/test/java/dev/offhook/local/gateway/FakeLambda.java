package dev.offhook.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.offhook.local.lambda.InvocationResult;
import dev.offhook.local.lambda.Lambda;
import dev.offhook.local.lambda.Sender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Functions that do what a test says, and remember the events they got. A function without a script
 * returns 200.
 */
final class FakeLambda implements Lambda {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Map<String, Function<JsonNode, InvocationResult>> scripts =
      new ConcurrentHashMap<>();
  private final Map<String, BlockingQueue<JsonNode>> unseen = new ConcurrentHashMap<>();
  private final List<String> invoked = new CopyOnWriteArrayList<>();
  private final Map<String, List<Sender>> senders = new ConcurrentHashMap<>();

  static InvocationResult returned(String json) {
    return new InvocationResult.Returned(json.getBytes(StandardCharsets.UTF_8));
  }

  static InvocationResult status(int status) {
    return returned("{\"statusCode\":" + status + "}");
  }

  static InvocationResult body(String body) {
    return returned(MAPPER.createObjectNode().put("statusCode", 200).put("body", body).toString());
  }

  /** The answer of an authorizer that lets everyone do everything. */
  static InvocationResult allow(String context) {
    return returned(
        """
        {"principalId":"someone",
         "policyDocument":{"Version":"2012-10-17","Statement":[
           {"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]},
         "context":%s}
        """
            .formatted(context));
  }

  FakeLambda on(String function, Function<JsonNode, InvocationResult> script) {
    scripts.put(function, script);
    return this;
  }

  FakeLambda on(String function, InvocationResult result) {
    return on(function, event -> result);
  }

  @Override
  public InvocationResult invoke(String function, Sender sender, byte[] event) {
    JsonNode json;
    try {
      json = MAPPER.readTree(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    invoked.add(function);
    senders.computeIfAbsent(function, _ -> new CopyOnWriteArrayList<>()).add(sender);
    queue(function).add(json);
    return scripts.getOrDefault(function, ignored -> status(200)).apply(json);
  }

  /** The next event of a function that was not asked for yet; waits for it. */
  JsonNode event(String function) {
    try {
      JsonNode event = queue(function).poll(20, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError(function + " was not invoked; invoked were " + invoked);
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Every function invoked so far, in order. */
  List<String> invoked() {
    return List.copyOf(invoked);
  }

  /** Who each event of a function came from, in order. */
  List<Sender> senders(String function) {
    return List.copyOf(senders.getOrDefault(function, List.of()));
  }

  private BlockingQueue<JsonNode> queue(String function) {
    return unseen.computeIfAbsent(function, ignored -> new LinkedBlockingQueue<>());
  }
}
