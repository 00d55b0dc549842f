package dev.heal.benchmarks;

import dev.heal.benchmarks.overload.Matrix;
import dev.heal.benchmarks.overload.Simulated;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** A server under more load than it can do, behind heal, its peers and an oracle: simulated in virtual time, or real. */
final class Overload implements SystemSuite {

    @Override
    public String name() {
        return "overload";
    }

    @Override
    public String about() {
        return "a server under 2 to 10 times the load that it can do, behind heal, its peers and an oracle (simulated)";
    }

    @Override
    public Set<String> takes(Options written) {
        return written.real()
                ? Set.of("--real", "--quick")
                : Set.of("--real", "--quick", "--check", "--seeds", "--seed-base", "--cell");
    }

    @Override
    public SystemResult run(Options options, Path log) throws IOException, InterruptedException {
        if (options.real()) {
            return RealOverload.run(options.quick(), log);
        }
        int seeds = options.seeds() != null ? options.seeds() : options.quick() ? 3 : 5;
        try {
            Matrix matrix =
                    Simulated.run(options.quick(), seeds, options.seedBase(), options.cell(), System.err::println);
            return new OverloadReport(Machine.describe(), matrix);
        } catch (IllegalArgumentException noCell) {
            throw new IOException(noCell.getMessage(), noCell);
        }
    }
}
