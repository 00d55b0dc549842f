package dev.heal.examples.demo.pool;

/** One of the three ways to run the same shop into the same fault. */
enum Play {
    WITHOUT("without", "(a) library defaults", ""),
    WELL_CONFIGURED("wellConfigured", "(b) well configured, no heal", "well-configured"),
    WITH("with", "(c) heal on the defaults of (a)", "healed");

    private final String jsonName;
    private final String title;
    private final String profile;

    Play(String jsonName, String title, String profile) {
        this.jsonName = jsonName;
        this.title = title;
        this.profile = profile;
    }

    String jsonName() {
        return jsonName;
    }

    String title() {
        return title;
    }

    /** The Spring profile of the shop; empty for none. */
    String profile() {
        return profile;
    }
}
