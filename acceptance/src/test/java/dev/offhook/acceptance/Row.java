package dev.offhook.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The row of the protocol's table of a call that a test proves. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Row.Rows.class)
@interface Row {

  /** The first three cells as they stand in {@code docs/protocol.md}, with {@code |} between. */
  String value();

  /** Several rows proved by one test. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface Rows {
    Row[] value();
  }
}
