/** The service: load, decide, commit, then send; and the ports it needs. */
@NullMarked
package dev.offhook.signaling;

import org.jspecify.annotations.NullMarked;
