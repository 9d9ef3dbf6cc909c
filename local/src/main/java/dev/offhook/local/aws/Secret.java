package dev.offhook.local.aws;

import java.time.Instant;

/** A secret and its only version. Its text form leaves the value out. */
record Secret(String arn, String name, String value, String versionId, Instant createdAt) {
  @Override
  public String toString() {
    return "Secret[" + name + "]";
  }
}
