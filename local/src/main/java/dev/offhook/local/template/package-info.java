/**
 * Reads {@code template.yaml}: its parameters, conditions and intrinsic functions, and those
 * resources that the local stack stands in for.
 *
 * <p>What it doesn't understand it refuses, by name and line, rather than run something else than
 * what is deployed. The language is that of <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-reference.html">CloudFormation</a>
 * and <a
 * href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html">SAM</a>.
 */
@NullMarked
package dev.offhook.local.template;

import org.jspecify.annotations.NullMarked;
