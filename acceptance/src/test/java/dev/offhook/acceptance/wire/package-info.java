/** Clients as plain as can be: JSON over WebSockets and HTTP, and what is expected to come back. */
@NullMarked
package dev.offhook.acceptance.wire;

import org.jspecify.annotations.NullMarked;
