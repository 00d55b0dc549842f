package dev.heal.archfixture.flow.first;

import dev.heal.archfixture.flow.second.Late;
import java.util.List;

/** Uses a station that comes after its own, if only as a type argument. */
public final class Early {
    public List<Late> late = List.of();
}
