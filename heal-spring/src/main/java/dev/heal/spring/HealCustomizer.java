package dev.heal.spring;

import dev.heal.Heal;

/** A bean of this type has a word in how heal is built, after application.yml: targets in code, another clock. */
@FunctionalInterface
public interface HealCustomizer {

    void customize(Heal.Builder builder);
}
