/**
 * Amazon API Gateway on this machine: a WebSocket API, an HTTP API and the management API on one
 * port.
 *
 * <p>What it imitates: <a
 * href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api.html">WebSocket
 * APIs</a> and <a
 * href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html">HTTP APIs</a>.
 */
@NullMarked
package dev.offhook.local.gateway;

import org.jspecify.annotations.NullMarked;
