/** Calls while everything goes wrong that may: clients that don't give up, and their tally. */
@NullMarked
package dev.offhook.acceptance.chaos;

import org.jspecify.annotations.NullMarked;
