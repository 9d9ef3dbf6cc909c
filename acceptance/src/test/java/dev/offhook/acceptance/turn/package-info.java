/** A real TURN server, set up as {@code infra/turn.yaml} does it, and those who try it. */
@NullMarked
package dev.offhook.acceptance.turn;

import org.jspecify.annotations.NullMarked;
