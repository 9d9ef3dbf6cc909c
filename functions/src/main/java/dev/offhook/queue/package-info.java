/** Timers, as delayed messages of an SQS queue. */
@NullMarked
package dev.offhook.queue;

import org.jspecify.annotations.NullMarked;
