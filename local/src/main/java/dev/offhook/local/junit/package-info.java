/** The local stack in JUnit tests. */
@NullMarked
package dev.offhook.local.junit;

import org.jspecify.annotations.NullMarked;
