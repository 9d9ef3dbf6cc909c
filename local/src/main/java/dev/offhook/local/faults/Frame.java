package dev.offhook.local.faults;

import dev.offhook.local.faults.Frames.Direction;

/**
 * A frame on its way.
 *
 * @param isPost whether it comes from the management API
 */
@SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
record Frame(Direction direction, String connectionId, boolean isPost, byte[] utf8) {}
