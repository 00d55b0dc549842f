package dev.heal.examples.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.detect.DetectorKind;
import dev.heal.remediation.RemediationKind;
import dev.heal.spring.method.MethodWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The cache of the README")
class PriceCacheTest {

    @Test
    void has_two_words_and_nothing_wrong() {
        MethodWords words = MethodWords.of(PriceCache.class);

        assertThat(words.findings().all()).isEmpty();
        assertThat(words.detectors()).extracting(DetectorKind::name).containsExactly("cached-prices");
        assertThat(words.remediations()).extracting(RemediationKind::name).containsExactly("warm-prices");
    }

    @Test
    void is_printed_in_the_readme_as_it_is_compiled() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        String readme = Files.readString(root.resolve("README.md"));
        String example =
                Files.readString(root.resolve("heal-examples/src/main/java/dev/heal/examples/words/PriceCache.java"));
        String methods = example.substring(example.indexOf("    @HealDetector"), example.lastIndexOf('}'))
                .replace("\n    ", "\n")
                .strip();

        assertThat(readme).contains(methods);
    }
}
