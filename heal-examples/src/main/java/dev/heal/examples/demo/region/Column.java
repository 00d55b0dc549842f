package dev.heal.examples.demo.region;

/** One of the three shops that the same course is played to, all at once. */
enum Column {
    WITHOUT("without", "(a)", ""),
    WELL_CONFIGURED("wellConfigured", "(b)", "well-configured"),
    WITH("with", "(c)", "healed");

    private final String jsonName;
    private final String letter;
    private final String profile;

    Column(String jsonName, String letter, String profile) {
        this.jsonName = jsonName;
        this.letter = letter;
        this.profile = profile;
    }

    String jsonName() {
        return jsonName;
    }

    /** As in the table. */
    String letter() {
        return letter;
    }

    /** The Spring profiles of the shop. */
    String[] profiles() {
        return profile.isEmpty() ? new String[0] : new String[] {profile};
    }
}
