/** The ports in memory, with the semantics of the real ones: for tests. */
@NullMarked
package dev.offhook.fakes;

import org.jspecify.annotations.NullMarked;
