/** Calls between real browsers with fake cameras, on the demo of a running stack. */
@NullMarked
package dev.offhook.acceptance.browser;

import org.jspecify.annotations.NullMarked;
