/** JSON, as all parts of the local stack read and write it. */
@NullMarked
package dev.offhook.local.json;

import org.jspecify.annotations.NullMarked;
