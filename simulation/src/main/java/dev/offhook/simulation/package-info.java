/**
 * The service on ports in memory, with clients like the SDK's, against an adversary that reorders,
 * repeats, drops, crashes and races by a seed. Everything happens on one thread and one clock.
 */
@NullMarked
package dev.offhook.simulation;

import org.jspecify.annotations.NullMarked;
