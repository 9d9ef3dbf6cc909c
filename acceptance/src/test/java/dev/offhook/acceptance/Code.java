package dev.offhook.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The error codes of the contract that a test meets over the wire. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Code {

  /** As they stand in {@code docs/protocol.md}. */
  String[] value();
}
