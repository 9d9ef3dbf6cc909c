/** A call's state and rules: pure, without AWS, clocks or logs. */
@NullMarked
package dev.offhook.call;

import org.jspecify.annotations.NullMarked;
