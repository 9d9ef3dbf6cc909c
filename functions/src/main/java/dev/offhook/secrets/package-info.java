/** Signing keys, as Secrets Manager keeps them. */
@NullMarked
package dev.offhook.secrets;

import org.jspecify.annotations.NullMarked;
