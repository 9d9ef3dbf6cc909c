/**
 * What functions may do: the policies of their roles as AWS evaluates them, and which of the rights
 * were used.
 */
@NullMarked
package dev.offhook.local.iam;

import org.jspecify.annotations.NullMarked;
