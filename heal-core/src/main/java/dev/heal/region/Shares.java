package dev.heal.region;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which part of the traffic each region gets, worked out from what has been ordered. Pure. */
final class Shares {

    private final List<? extends Region<?>> regions;
    private final Map<String, Double> admitted;
    private final Map<String, List<String>> movedTo;
    private final double[] shares;

    private Shares(List<? extends Region<?>> regions, Map<String, Double> admitted, Map<String, List<String>> movedTo) {
        this.regions = regions;
        this.admitted = admitted;
        this.movedTo = movedTo;
        this.shares = new double[regions.size()];
    }

    /**
     * In the order of the regions; they add up to 1.
     *
     * @param admitted the part of its own traffic that a region gets whose traffic was moved away
     * @param movedTo where the rest of it goes
     * @param pinned the region that gets all of it, whatever was moved; null for none
     */
    static double[] of(
            List<? extends Region<?>> regions,
            Map<String, Double> admitted,
            Map<String, List<String>> movedTo,
            @Nullable String pinned) {
        Shares all = new Shares(regions, admitted, movedTo);
        double sum = regions.stream().mapToDouble(Region::weight).sum();
        for (int i = 0; i < all.shares.length; i++) {
            Region<?> region = regions.get(i);
            if (pinned != null) {
                all.shares[i] = region.name().equals(pinned) ? 1 : 0;
            } else {
                all.give(i, region.weight() / sum, List.of());
            }
        }
        return all.shares;
    }

    /** A region keeps what it is admitted of an amount and hands the rest on; what went round stays where it came to. */
    private void give(int to, double amount, List<String> passed) {
        Region<?> region = regions.get(to);
        List<String> others = movedTo.getOrDefault(region.name(), List.of()).stream()
                .filter(other -> !passed.contains(other))
                .toList();
        double kept = others.isEmpty() ? amount : amount * admitted.getOrDefault(region.name(), 1.0);
        shares[to] += kept;
        if (amount - kept <= 0) {
            return;
        }
        List<String> path = new ArrayList<>(passed);
        path.add(region.name());
        double weights = others.stream()
                .mapToDouble(other -> regions.get(at(other)).weight())
                .sum();
        for (String other : others) {
            double part = weights > 0 ? regions.get(at(other)).weight() / weights : 1.0 / others.size();
            if (part > 0) {
                give(at(other), (amount - kept) * part, path);
            }
        }
    }

    private int at(String name) {
        for (int i = 0; i < regions.size(); i++) {
            if (regions.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("no region " + name);
    }
}
