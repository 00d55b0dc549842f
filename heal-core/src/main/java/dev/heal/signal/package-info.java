/** What is measured. Hot: code here runs on call threads and neither locks, logs, allocates nor calls back. */
@NullMarked
package dev.heal.signal;

import org.jspecify.annotations.NullMarked;
