package dev.heal.benchmarks.overhead;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.Tracer;
import com.alibaba.csp.sentinel.log.RecordLog;
import com.alibaba.csp.sentinel.node.ClusterNode;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import com.alibaba.csp.sentinel.slots.block.RuleConstant;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeException;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRuleManager;
import com.alibaba.csp.sentinel.slots.clusterbuilder.ClusterBuilderSlot;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sentinel with one rule: a circuit breaker that opens when nearly all of at least 100 calls within 10 s have failed. */
final class SentinelPeer extends Contestant {

    private static final int WINDOW = 100;

    /** It opens above this share and not at it, so at 1 it would never open. */
    private static final double NEARLY_ALL = 0.99;

    static {
        // It keeps files beside its logs and would put them into the user's home.
        TemporaryFiles files = TemporaryFiles.create("benchmarks-sentinel");
        System.setProperty("csp.sentinel.log.dir", files.directory().toString());
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            // It says there where its logs go, whoever listens.
            RecordLog.info("benchmark");
        } finally {
            System.setOut(out);
        }
    }

    private final String resource = "sentinel-" + Resilience4j.name();

    SentinelPeer() {
        DegradeRuleManager.loadRules(List.of(new DegradeRule(resource)
                .setGrade(RuleConstant.DEGRADE_GRADE_EXCEPTION_RATIO)
                .setCount(NEARLY_ALL)
                .setMinRequestAmount(WINDOW)
                .setStatIntervalMs(10_000)
                .setTimeWindow(3_600)));
    }

    @Override
    Object call(Body body) throws BlockException {
        Entry entry = SphU.entry(resource);
        try {
            return body.get();
        } catch (Throwable error) {
            Tracer.traceEntry(error, entry);
            throw error;
        } finally {
            entry.exit();
        }
    }

    @Override
    void open() throws BlockException {
        Body failing = new Body.Failing();
        for (int i = 0; i < WINDOW; i++) {
            try {
                call(failing);
            } catch (Body.Planned counted) {
                // That is what opens it.
            }
        }
    }

    @Override
    void prove(Path path) {
        boolean open;
        try {
            call(new Body.Answering());
            open = false;
        } catch (DegradeException rejected) {
            open = true;
        } catch (BlockException another) {
            throw new IllegalStateException(another);
        }
        @Nullable ClusterNode node = ClusterBuilderSlot.getClusterNode(resource);
        boolean counted = node != null && node.totalRequest() > 1;
        require(open == (path == Path.REJECTED) && counted, (open ? "open" : "closed") + ", calls counted: " + counted);
    }
}
