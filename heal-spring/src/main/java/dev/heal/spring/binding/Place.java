package dev.heal.spring.binding;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A place in a file; line and column count from 1. */
record Place(String file, int line, int column) implements Comparable<Place> {

    private static final Pattern TEXT = Pattern.compile("(?:near )?(.*):(\\d{1,9}):(\\d{1,9})", Pattern.DOTALL);
    private static final Comparator<Place> AS_READ =
            Comparator.comparing(Place::file).thenComparingInt(Place::line).thenComparingInt(Place::column);

    /** {@code application.yml:12:17}, also with "near" before it; null for anything else. */
    static @Nullable Place of(String text) {
        Matcher place = TEXT.matcher(text);
        return place.matches()
                ? new Place(place.group(1), Integer.parseInt(place.group(2)), Integer.parseInt(place.group(3)))
                : null;
    }

    @Override
    public int compareTo(Place other) {
        return AS_READ.compare(this, other);
    }
}
