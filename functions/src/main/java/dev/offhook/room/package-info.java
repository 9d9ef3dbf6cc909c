/** Who may meet in a room and who offers: pure. */
@NullMarked
package dev.offhook.room;

import org.jspecify.annotations.NullMarked;
