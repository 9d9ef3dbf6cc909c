/** What each store must do, whatever it is made of: run on the fakes and on DynamoDB. */
@NullMarked
package dev.offhook.contracts;

import org.jspecify.annotations.NullMarked;
