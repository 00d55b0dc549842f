package dev.heal.test.simulation;

import dev.heal.test.simulation.rule.Rules;
import dev.heal.test.simulation.rule.Violation;
import java.util.*;
import org.junit.jupiter.api.Test;

class TryTest {
    static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    @Test
    void runs() {
        ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("dev.heal"))
                .setLevel(ch.qos.logback.classic.Level.OFF);
        try (Simulation s = new Simulation(Parts.REAL)) {
            if (Long.getLong("seed") != null) {
                Run r = s.run(Long.getLong("seed"));
                r.trace().lines().forEach(System.out::println);
                System.out.println(r.scenario().limits());
                r.scenario().variants().get(0).forEach(System.out::println);
                Rules.check(r).forEach(System.out::println);
                return;
            }
            int n = Integer.getInteger("seeds", 300);
            long runs = 0, checks = 0, events = 0;
            Map<String, List<Violation>> by = new TreeMap<>();
            double with = 0, without = 0;
            Map<String, Integer> gates = new TreeMap<>();
            int acts = 0;
            for (long i = 0; i < n; i++) {
                long t = cpu();
                Run r = s.run(i);
                runs += cpu() - t;
                t = cpu();
                events += r.trace().all().size();
                Set<String> once = new HashSet<>();
                for (Violation v : Rules.check(r)) {
                    String k = v.rule().number() + " " + v.what().replaceAll("[0-9]+", "#");
                    if (once.add(k))
                        by.computeIfAbsent(k, x -> new ArrayList<>()).add(v);
                }
                checks += cpu() - t;
                with += r.unavailable();
                without += r.withoutHeal();
                for (Seen x : r.trace().all()) {
                    if (x instanceof Seen.Told told && told.event().figures().containsKey("gate"))
                        gates.merge(told.event().figures().get("gate"), 1, Integer::sum);
                    if (x instanceof Seen.Acts) acts++;
                }
            }
            System.out.println(runs / 1e6 / n + " ms/seed, checks " + checks / 1e6 / n + ", events " + events / n
                    + " with " + with + " without " + without + " acts " + acts);
            System.out.println(gates);
            by.forEach((k, v) -> System.out.println(v.size() + " x " + k + "   seeds "
                    + v.stream().limit(6).map(x -> String.valueOf(x.seed())).toList()));
        }
    }
}
