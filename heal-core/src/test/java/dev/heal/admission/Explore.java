package dev.heal.admission;

import java.util.*;

final class Explore {
    public static void main(String[] a) {
        String[] modes = {"exec", "rtt"};
        double sigma = Double.parseDouble(System.getProperty("sigma", "0.7"));
        boolean trace = Boolean.getBoolean("trace");
        int[] ws = System.getProperty("w") != null ? new int[] {Integer.getInteger("w")} : new int[] {4, 16, 64, 128};
        double[] ms = System.getProperty("m") != null
                ? new double[] {Double.parseDouble(System.getProperty("m"))}
                : new double[] {5, 50, 300};
        double factor = Double.parseDouble(System.getProperty("x", "5"));
        String kind = System.getProperty("kind", "surge");
        for (int w : ws)
            for (double m : ms) {
                StringBuilder line = new StringBuilder(String.format("W=%3d S=%3.0f ", w, m));
                double dur = w / m > 6 ? 10 : 30;
                double warm = 10;
                for (String mode : modes) {
                    double good = 0, crit = 0, rec = 0;
                    double min = 9;
                    int seeds = Integer.getInteger("seeds", 3);
                    for (int seed = 1; seed <= seeds; seed++) {
                        Admission ad =
                                mode.equals("exec") ? Admission.ofExecutor(ST, 0) : Admission.ofRoundTrips(ST, 0);
                        ad.activate(Priority.BULK, 0);
                        SimulatedServer s = new SimulatedServer(
                                ad, mode.equals("exec"), w, m, sigma, Long.getLong("cost", 250_000), seed);
                        double end = warm + dur;
                        if (kind.equals("slow") || kind.equals("both")) s.slowness = t -> t >= warm && t < end ? 3 : 1;
                        if (trace && mode.equals("rtt")) {
                            var ss = s;
                        }
                        List<SimulatedServer.Count> r = s.run(end + 10, t -> {
                            if (trace && mode.equals("rtt") && ((int) (t * 10)) != last) {
                                last = (int) (t * 10);
                                System.out.printf(
                                        "  t=%.1f limit=%d under=%d wait=%d %s%n",
                                        t,
                                        ad.limit(),
                                        ad.underWay(),
                                        ad.waiting(),
                                        ad.cutOff((long) (t * 1e9)).text());
                            }
                            if (t < warm) return kind.equals("cold") ? factor : 0.8;
                            if (t >= end) return 0.8;
                            if (kind.equals("slow")) return 0.8;
                            if (kind.equals("burst")) return ((int) (t * 2)) % 2 == 0 ? factor : 0;
                            if (kind.equals("steady")) return 0.8;
                            return factor;
                        });
                        long in = 0, arr = 0, ca = 0, ci = 0;
                        for (int i = (int) warm; i < (int) end; i++) {
                            in += r.get(i).inTime;
                            arr += r.get(i).arrived;
                            long[] c = r.get(i).byClass.get(Priority.CRITICAL);
                            if (c != null) {
                                ca += c[0];
                                ci += c[1];
                            }
                        }
                        double cap = s.capacity() * dur / (kind.equals("slow") || kind.equals("both") ? 3 : 1);
                        double g = kind.equals("steady") ? (double) in / arr : in / cap;
                        good += g;
                        min = Math.min(min, g);
                        crit += (double) ci / ca;
                        int k = (int) end;
                        while (k < r.size() - 1 && r.get(k).inTime < 0.95 * r.get(k).arrived) k++;
                        rec += k - (int) end;
                    }
                    line.append(String.format(
                            " | %s good %.3f (min %.3f) crit %.4f rec %.1f",
                            mode, good / seeds, min, crit / seeds, rec / seeds));
                }
                System.out.println(line);
            }
    }

    static int last = -1;
    static final ShedderSettings ST = ShedderSettings.DEFAULT
            .maxConcurrency(Integer.getInteger("mc", 10000))
            .maxWait(java.time.Duration.ofMillis(Integer.getInteger("mw", 1000)));
}
