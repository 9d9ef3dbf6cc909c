package dev.offhook.signaling;

/** What the service needs from outside. */
public record Ports(
    Sessions sessions,
    Calls calls,
    Rooms rooms,
    Mailbox mailbox,
    Connections connections,
    Timers timers,
    Counters counters,
    IceServerSource iceServers) {}
