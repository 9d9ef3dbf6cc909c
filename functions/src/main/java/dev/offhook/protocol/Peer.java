package dev.offhook.protocol;

/** Another session as its peers see it. */
public record Peer(SessionId sessionId, String displayName, boolean connected) {}
