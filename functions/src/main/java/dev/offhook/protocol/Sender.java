package dev.offhook.protocol;

/** Who caused a frame: the {@code from} of relayed frames. */
public record Sender(SessionId sessionId, String displayName) {}
