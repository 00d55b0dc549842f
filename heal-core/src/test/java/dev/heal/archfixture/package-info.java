/** Classes that break the rules of the house on purpose, so that each rule is seen to bite. */
@NullMarked
package dev.heal.archfixture;

import org.jspecify.annotations.NullMarked;
