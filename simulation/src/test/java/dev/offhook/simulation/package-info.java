/** The simulation finds nothing, and finds what is planted. */
@NullMarked
package dev.offhook.simulation;

import org.jspecify.annotations.NullMarked;
