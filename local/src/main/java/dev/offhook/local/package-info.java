/** The local stack: what {@code template.yaml} deploys, on this machine. */
@NullMarked
package dev.offhook.local;

import org.jspecify.annotations.NullMarked;
