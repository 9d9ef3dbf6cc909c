package dev.offhook.local.faults;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A kind of fault that happens at a rate. */
public enum Fault {
  /** A frame waits until the next one of its connection and direction has overtaken it. */
  REORDER,
  /** The handler of a frame, of a disconnect or of messages of a queue runs twice. */
  TWICE,
  /** A function dies after some of its calls of AWS. */
  CRASH,
  /** A post is accepted, and lost together with its connection. */
  LOSE_POST,
  /** A frame's connection is cut, and {@code $disconnect} runs. */
  DROP,
  /** A frame's connection is cut, and {@code $disconnect} never runs. */
  DROP_SILENTLY,
  /** A function's call of DynamoDB fails. */
  DYNAMODB,
  /** A function's call of SQS fails. */
  SQS,
  /** A function's call of the management API fails. */
  MANAGEMENT;

  /** As it is asked for: {@code lose-post}. */
  public String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Fault> named(String option) {
    return Arrays.stream(values()).filter(fault -> fault.option().equals(option)).findFirst();
  }
}
