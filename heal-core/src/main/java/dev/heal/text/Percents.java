package dev.heal.text;

import java.math.BigDecimal;

/** Shares of a whole as people read them: {@code 66.7 %}. */
public final class Percents {

    private Percents() {}

    /** A share that was measured, rounded to a tenth of a percent. */
    public static String measured(double share) {
        return Math.round(share * 1000) / 10.0 + " %";
    }

    /** The same in running text: {@code 50 %}. */
    public static String plain(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
    }

    /** A share that somebody has written, in exactly the digits that were meant. */
    public static String written(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).doubleValue() + " %";
    }
}
