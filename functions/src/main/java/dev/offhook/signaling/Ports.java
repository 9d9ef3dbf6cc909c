package dev.offhook.signaling;

/** What the service needs from outside. */
public record Ports(
    Sessions sessions, Calls calls, Rooms rooms, Connections connections, Timers timers) {}
