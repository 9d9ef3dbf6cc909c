/** Sources of ICE servers: STUN, a coturn server of one's own, a provider. */
@NullMarked
package dev.offhook.ice;

import org.jspecify.annotations.NullMarked;
