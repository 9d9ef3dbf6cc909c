/**
 * What may go wrong in the cloud, on this machine: by rate from a seed, or as a test scripts it.
 */
@NullMarked
package dev.offhook.local.faults;

import org.jspecify.annotations.NullMarked;
