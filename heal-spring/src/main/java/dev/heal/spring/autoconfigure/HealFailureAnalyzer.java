package dev.heal.spring.autoconfigure;

import dev.heal.spring.HealStartException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The report without a stack trace around it. */
final class HealFailureAnalyzer extends AbstractFailureAnalyzer<HealStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, HealStartException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
