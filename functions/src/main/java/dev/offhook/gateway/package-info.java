/** Connections, as API Gateway's management API reaches them. */
@NullMarked
package dev.offhook.gateway;

import org.jspecify.annotations.NullMarked;
