package dev.heal.spring.binding;

import org.junit.jupiter.api.Test;

class ProbeTest {
    static final String BASE = """
heal:
  policies:
    jdbc:
      detectors:
        stalled: { pool-stalled: { oldest-borrow: 2s } }
        errors: { failure-rate: { above: 0.5 } }
      steps:
        restart:
          do: { restart-pool: {} }
          when: [stalled]
          verify: { probe: jdbc, within: 10s, hold: 3s }
      budget: { remediations: 3, per: 10m }
      cooldown: 60s
  targets:
    inventory: { policy: jdbc, resource: dataSource, mode: act }
""";

    void p(String from, String to) {
        String t = BASE.replace(from, to);
        System.out.println("## " + to.strip().replace("\n", "\\n"));
        if (t.equals(BASE)) System.out.println("NOT REPLACED");
        Yaml.complaints(t).forEach(System.out::println);
    }

    @Test
    void go() {
        System.out.println(Yaml.read(BASE));
        p("cooldown: 60s", "cooldwon: 60s");
        p("heal:", "heall:");
        for (String v : new String[] {
            "30",
            "1:30",
            "010",
            "0x10",
            "1h30m",
            "-5s",
            "0s",
            "10 s",
            "ten",
            "",
            "[1s]",
            "{a: 1}",
            "\"${NOPE}\"",
            "400d",
            "off"
        }) p("cooldown: 60s", "cooldown: " + v);
        for (String v : new String[] {"50", ".nan", "1e400", "150", "50%", "\"0,5\"", "0", "-1", "no", "", "010", ".5"})
            p("above: 0.5", "above: " + v);
        for (String v : new String[] {"010", "0x10", "1_000", "1.5", "0", "99999999999", "three"})
            p("remediations: 3", "remediations: " + v);
        p("    inventory: { policy", "    orders.db: { policy");
        p("[stalled]", "[stalld]");
        p("[stalled]", "stalled, errrors");
        p("[stalled]", "[]");
        p("[stalled]", "{a: b}");
        p("policy: jdbc", "policy: jdcb");
        p("policy: jdbc, ", "");
        p("policy: jdbc", "polcy: jdbc");
        p("pool-stalled:", "pool-staled:");
        p("{ pool-stalled: { oldest-borrow: 2s } }", "pool-stalled");
        p("{ pool-stalled: { oldest-borrow: 2s } }", "[pool-stalled]");
        p("{ pool-stalled: { oldest-borrow: 2s } }", "{}");
        p("{ pool-stalled: { oldest-borrow: 2s } }", "{ pool-stalled: 2s }");
        p("{ pool-stalled: { oldest-borrow: 2s } }", "{ pool-stalled: {}, failure-rate: {} }");
        p("oldest-borrow", "oldest-borow");
        p("        errors:", "        orders.db:");
        p("oldest-borrow: 2s", "oldest-borrow: 2s, oldestBorrow: 3s");
        p("          do: { restart-pool: {} }\n", "");
        p("do: { restart-pool: {} }", "do: restart-pool");
        p("do: { restart-pool: {} }", "do: { restart-pol: {} }");
        p("do: { restart-pool: {} }", "do: { restart-pool: }");
        p("do: { restart-pool: {} }", "dо: { restart-pool: }");
        p("probe: jdbc", "probe: jdbc-write");
        p("mode: act", "mode: acting");
        p("mode: act", "mode: off");
        p("      cooldown", "      order: [restart, move]\n      cooldown");
        p("      cooldown", "      base: jdbc\n      cooldown");
        p("      cooldown", "      base: jdb\n      cooldown");
        p("heal:", "heal:\n  mode: atc\n  ceilng: act");
        p("    jdbc:\n", "    empty:\n    jdbc:\n");
        p("    jdbc:\n", "    empty: {}\n    jdbc:\n");
        p(
                "      detectors:\n        stalled: { pool-stalled: { oldest-borrow: 2s } }\n        errors: { failure-rate: { above: 0.5 } }\n",
                "      detectors: [a, b]\n");
        p(
                "      steps:\n        restart:\n          do: { restart-pool: {} }\n          when: [stalled]\n          verify: { probe: jdbc, within: 10s, hold: 3s }\n",
                "");
        p("    inventory: {", "    - inventory: {");
        p("    inventory: { policy: jdbc, resource: dataSource, mode: act }\n", "    inventory:\n");
        p("    inventory: { policy: jdbc, resource: dataSource, mode: act }\n", "    inventory: jdbc\n");
        p("      budget: { remediations: 3, per: 10m }\n", "      budget: 3\n");
        p("          verify:", "          approval: { expires: 15, on-expiry: explode }\n          verify:");
        p("      cooldown", "      escalate: { notfy: me, after: 0s }\n      cooldown");
    }
}
