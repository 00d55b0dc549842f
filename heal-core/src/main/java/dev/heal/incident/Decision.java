package dev.heal.incident;

/**
 * A human's answer to a plan.
 *
 * @param plan the hash of the plan that was read
 * @param approved yes or no
 * @param by who decided
 */
public record Decision(String plan, boolean approved, String by) {

    public static Decision approve(String plan, String by) {
        return new Decision(plan, true, by);
    }

    public static Decision deny(String plan, String by) {
        return new Decision(plan, false, by);
    }
}
