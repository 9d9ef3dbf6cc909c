/**
 * The Lambda functions: thin handlers and their wiring; the only package that sees Lambda's types.
 */
@NullMarked
package dev.offhook.lambda;

import org.jspecify.annotations.NullMarked;
