package dev.offhook.acceptance.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of tests that take {@link Visitors}. Without a Chromium each of them is skipped, or fails
 * if {@value Chromium#REQUIRED} is {@code true}. The class has a stack, too.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(BrowserExtension.class)
@interface InBrowsers {}
