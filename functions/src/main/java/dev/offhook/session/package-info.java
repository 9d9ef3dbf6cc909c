/** Guest sessions and the tokens that prove them; pure but for the JWT library. */
@NullMarked
package dev.offhook.session;

import org.jspecify.annotations.NullMarked;
