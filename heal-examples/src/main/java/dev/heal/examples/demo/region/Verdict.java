package dev.heal.examples.demo.region;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the run shows what it claims to show. How the shops without heal fare is a finding, never an error; but a kill
 * that did not bite, or a load generator that stumbled, proves nothing about anybody.
 *
 * @param exitStatus 0 heal kept its promises, 1 it did not, 3 the run proves nothing
 * @param reasons why not 0, one sentence each; empty if 0
 */
record Verdict(int exitStatus, List<String> reasons) {

    /** A generator that was later than this may have caused the losses itself. */
    private static final Duration LAG_LIMIT = Duration.ofMillis(500);

    static Verdict of(List<Figures> columns, Course course) {
        List<String> bent = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        for (Column column : Column.values()) {
            find(columns, column)
                    .ifPresentOrElse(
                            figures -> checkFair(figures, bent), () -> bent.add(column.letter() + " was not played"));
        }
        find(columns, Column.WITHOUT).ifPresent(without -> {
            if (without.afterKill().lost() == 0) {
                bent.add("the kill did not bite: without heal no read was lost after it");
            }
        });
        find(columns, Column.WITH).ifPresent(with -> {
            checkBlips(with, course, bent, broken);
            checkKept(with, course, broken);
        });
        List<String> reasons = new ArrayList<>(bent);
        reasons.addAll(broken);
        return new Verdict(!bent.isEmpty() ? 3 : !broken.isEmpty() ? 1 : 0, List.copyOf(reasons));
    }

    private static Optional<Figures> find(List<Figures> columns, Column column) {
        return columns.stream().filter(figures -> figures.column() == column).findFirst();
    }

    private static void checkFair(Figures figures, List<String> bent) {
        if (figures.generatorLag().compareTo(LAG_LIMIT) > 0) {
            bent.add(figures.column().letter() + ": the load generator fell "
                    + figures.generatorLag().toMillis() + " ms behind its schedule (at most " + LAG_LIMIT.toMillis()
                    + "): run it on a quieter machine");
        }
    }

    private static void checkBlips(Figures with, Course course, List<String> bent, List<String> broken) {
        int wanted = course.blipsAway() + course.blipsAtHome();
        if (with.blips().size() != wanted) {
            bent.add(with.blips().size() + " blips struck " + with.column().letter() + ", not " + wanted);
        }
        for (int i = 0; i < with.blips().size(); i++) {
            Blip blip = with.blips().get(i);
            String name = "blip " + (i + 1) + " (" + blip.cut().side().region() + ")";
            if (!blip.bit()) {
                bent.add(name + " did not bite: it broke " + blip.cut().links() + " connections of "
                        + with.column().letter() + ", " + blip.reads().lost() + " reads were lost, and a new connection"
                        + " was " + (blip.cut().refused() ? "refused" : "let in"));
            }
            if (blip.reads().lostSeconds() > course.lostSecondsOfBlip()) {
                broken.add("in " + name + " reads were lost in " + blip.reads().lostSeconds() + " seconds, at most "
                        + course.lostSecondsOfBlip()
                        + " are allowed: what is cut for a moment must not stay away for longer");
            }
        }
        if (with.comingHome().lostSeconds() > course.lostSecondsOfReturn()) {
            broken.add("on the way home reads were lost in " + with.comingHome().lostSeconds() + " seconds, at most "
                    + course.lostSecondsOfReturn() + " are allowed");
        }
    }

    private static void checkKept(Figures with, Course course, List<String> broken) {
        HealFigures heal = with.heal();
        if (heal == null) {
            broken.add("heal took no part");
            return;
        }
        if (with.afterKill().lostSeconds() > course.lostSecondsAtMost()) {
            broken.add("after the kill reads were lost in "
                    + with.afterKill().lostSeconds() + " seconds, at most " + course.lostSecondsAtMost()
                    + " are allowed");
        }
        exactly(1, heal.movesThere(), "times traffic moved to the standby over kill, blips and return", broken);
        exactly(1, heal.movesBack(), "times it came all back", broken);
        exactly(0, heal.movesBothDown(), "times traffic moved while both were down", broken);
        exactly(1, heal.escalationsBothDown(), "times a human was told while both were down", broken);
        if (with.movesThere() > 1 || with.movesBack() > 1) {
            broken.add("the customers saw " + with.movesThere() + " moves there and " + with.movesBack()
                    + " back, at most one of each is allowed");
        }
        exactly(
                0,
                with.orders().takenByStandby(),
                "orders were taken by the standby, which only reads are for",
                broken);
        if (with.orders().refused() == 0) {
            broken.add("no order was refused while the standby served");
        }
        if (heal.escalations() > course.blipsAway()) {
            broken.add(
                    "a human was told " + heal.escalations() + " times before both were killed, at most once for each"
                            + " of the " + course.blipsAway() + " blips that left nothing to move to is allowed");
        }
    }

    private static void exactly(int wanted, int found, String what, List<String> broken) {
        if (found != wanted) {
            broken.add(found + " " + what + ", not " + wanted);
        }
    }
}
