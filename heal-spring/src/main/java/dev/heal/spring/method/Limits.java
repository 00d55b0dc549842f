package dev.heal.spring.method;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import org.jspecify.annotations.Nullable;

/**
 * From where on a number is sick; exactly one of the two.
 *
 * @param above sick when the number is larger
 * @param below sick when the number is smaller
 */
public record Limits(@Nullable Double above, @Nullable Double below) implements Checked {

    static final Limits NONE = new Limits(null, null);

    @Override
    public void check(Check check) {
        if (above == null && below == null) {
            check.problem("", null, "has no limit, and the method gives a number", "write above: 100 or below: 5");
        } else if (above != null && below != null) {
            check.problem("", null, "has two limits", "keep either above or below");
        }
        finite(check, "above", above);
        finite(check, "below", below);
    }

    private static void finite(Check check, String name, @Nullable Double limit) {
        if (limit != null && !Double.isFinite(limit)) {
            check.problem(name, limit, "is not a number to compare with", "write a finite number");
        }
    }

    boolean isBroken(double number) {
        return (above != null && number > above) || (below != null && number < below);
    }

    /** Such as {@code above 100}. */
    String text() {
        return above != null ? "above " + text(above) : below != null ? "below " + text(below) : "without a limit";
    }

    static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
