package dev.heal.test.simulation.rule;

import dev.heal.policy.Budget;
import dev.heal.test.simulation.Seen;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Counts what was started in every span of a budget's length, by true time and across restarts. */
final class BoundedRate implements Rule {

    @Override
    public int number() {
        return 1;
    }

    @Override
    public String words() {
        return "bounded rate";
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        List<Attempt> acted = seen.acted();
        for (Attempt latest : acted) {
            within(acted, latest, latest.plan.safeguards().budget(), latest::isOf, "of this step", violated);
            within(
                    acted,
                    latest,
                    latest.member.budget(),
                    other -> other.target().equals(latest.target()),
                    "of this target",
                    violated);
            within(acted, latest, seen.scenario().limits().budget(), other -> true, "in all", violated);
            cooldown(acted, latest, violated);
        }
    }

    private static void cooldown(List<Attempt> acted, Attempt latest, BiConsumer<Seen, String> violated) {
        for (Attempt other : acted) {
            Seen.Acted end = other.acted;
            if (other != latest
                    && other.isOf(latest)
                    && other.life == latest.life
                    && end != null
                    && end.at() <= latest.at()
                    && latest.at() - end.at() < latest.member.cooldown().toNanos()) {
                violated.accept(latest.intended, "again within " + latest.member.cooldown());
            }
        }
    }

    private static void within(
            List<Attempt> acted,
            Attempt latest,
            @Nullable Budget budget,
            Predicate<Attempt> which,
            String whose,
            BiConsumer<Seen, String> violated) {
        if (budget == null) {
            return;
        }
        long count = acted.stream()
                .filter(which)
                .filter(each -> each.at() <= latest.at()
                        && latest.at() - each.at() < budget.per().toNanos())
                .count();
        if (count > budget.remediations()) {
            violated.accept(
                    latest.intended,
                    count + " remediations " + whose + " within " + budget.per() + ", and no more than "
                            + budget.remediations() + " may be");
        }
    }
}
