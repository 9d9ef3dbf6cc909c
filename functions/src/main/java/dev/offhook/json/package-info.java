/** JSON values that keep what they were read from: numbers as written, members in order. */
@NullMarked
package dev.offhook.json;

import org.jspecify.annotations.NullMarked;
