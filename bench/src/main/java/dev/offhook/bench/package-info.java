/** Benchmarks of the local stack; {@code ./offhook bench} runs them. */
@NullMarked
package dev.offhook.bench;

import org.jspecify.annotations.NullMarked;
