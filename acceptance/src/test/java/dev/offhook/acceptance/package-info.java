/** Conversations with the whole service over real sockets, against the local stack. */
@NullMarked
package dev.offhook.acceptance;

import org.jspecify.annotations.NullMarked;
