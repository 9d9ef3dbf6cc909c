package dev.offhook.local.junit;

import dev.offhook.local.StackOptions.LambdaMode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a running {@link dev.offhook.local.LocalStack}, on a free port and with
 * secrets of its own: tests and constructors take it as a parameter.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@ExtendWith(OffhookExtension.class)
public @interface OffhookStack {
  /**
   * Parameters of the template, each {@code Name=Value}. The limits for an address are as high as
   * can be unless they are given here, because all guests of a test have the same.
   */
  String[] parameters() default {};

  /** How functions run. */
  LambdaMode lambda() default LambdaMode.JVM;

  /**
   * What goes wrong, as {@link dev.offhook.local.faults.Faults#parse} reads it: {@code none} for
   * faults that tests script. Empty: nothing can.
   */
  String faults() default "";

  /** What the faults are drawn from; 0: another one each time, which is printed. */
  long seed() default 0;

  /**
   * Whether other classes that ask for the same get the same stack, which then lives until the last
   * test of the run.
   */
  boolean shared() default true;
}
