package dev.heal.detect;

import dev.heal.signal.SlicedWindow;
import java.util.List;

/** One of several things that do the same work side by side, such as the regions of a router. Safe for use by all threads. */
public interface Peer {

    /** How it is called among the others, such as {@code east}. */
    String name();

    /** What its calls are measured in. */
    SlicedWindow window();

    /** The others; it is none of them. */
    List<? extends Peer> peers();
}
