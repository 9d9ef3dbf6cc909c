/** The AWS SDK's clients, as the environment of a function asks for them. */
@NullMarked
package dev.offhook.aws;

import org.jspecify.annotations.NullMarked;
