/** The words of the wire contract: frames, their codec, codes and limits. */
@NullMarked
package dev.offhook.protocol;

import org.jspecify.annotations.NullMarked;
