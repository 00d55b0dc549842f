package dev.heal.spring.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the README and the demo write under heal can be meant")
class ReadmeTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern YAML = Pattern.compile("```yaml\n(heal:.*?)```", Pattern.DOTALL);

    @Test
    void every_configuration_of_the_readme_is_without_a_finding() throws IOException {
        List<String> blocks = YAML.matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring("```yaml\n".length(), block.length() - "```".length()))
                .toList();

        assertThat(blocks).hasSize(7).allSatisfy(block -> {
            HealSettings settings = Yaml.read(block);
            assertThat(Yaml.complaints(block)).isEmpty();
            assertThat(settings.targets()).extracting(TargetSettings::name).containsExactlyElementsOf(settings.names());
        });
    }

    @Test
    void the_configuration_of_the_demo_is_without_a_finding() throws IOException {
        Path demo = ROOT.resolve("heal-examples/src/main/resources/application-healed.yml");

        assertThat(Yaml.complaints(Files.readString(demo))).isEmpty();
    }
}
