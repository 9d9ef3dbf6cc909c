/**
 * AWS's other services on this machine: DynamoDB, SQS and Secrets Manager, all behind the gateway's
 * one port, with every call counted.
 */
@NullMarked
package dev.offhook.local.aws;

import org.jspecify.annotations.NullMarked;
