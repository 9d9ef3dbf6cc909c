/** The stores: one class for each table, in DynamoDB. */
@NullMarked
package dev.offhook.dynamodb;

import org.jspecify.annotations.NullMarked;
