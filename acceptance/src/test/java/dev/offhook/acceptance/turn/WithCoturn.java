package dev.offhook.acceptance.turn;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of tests that start a {@link Coturn} or take one. Without the program each of them is
 * skipped, or fails if {@value Coturn#REQUIRED} is {@code true}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(CoturnExtension.class)
public @interface WithCoturn {}
