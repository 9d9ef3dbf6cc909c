package dev.offhook.signaling;

import dev.offhook.protocol.Limits;
import java.time.Duration;

/**
 * What a deployment may choose; each a parameter of the stack.
 *
 * @param sessionLifetime how long a session lives after its last refresh
 * @param ticketLifetime how long a ticket may be used to connect
 * @param resumeWindow how long a lost connection may come back
 * @param heartbeat how often a client sends {@code ping}
 * @param reconnectBefore the age at which a connection must have been replaced
 * @param callCheck how often the service sees whether the sides of an active call are still there
 * @param allowances how much may come from an address and into a room
 */
public record Settings(
    Limits limits,
    Duration sessionLifetime,
    Duration ticketLifetime,
    Duration resumeWindow,
    Duration heartbeat,
    Duration reconnectBefore,
    Duration callCheck,
    Allowances allowances) {}
