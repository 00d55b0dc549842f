package dev.heal.remediation;

import dev.heal.check.Checked;

/** The settings of a remediation that has none: {@code {}} in application.yml. */
public record NoSettings() implements Checked {}
