/** Lambda on this machine: functions by name, invoked with an event. */
@NullMarked
package dev.offhook.local.lambda;

import org.jspecify.annotations.NullMarked;
