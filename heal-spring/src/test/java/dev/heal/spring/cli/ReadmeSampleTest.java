package dev.heal.spring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the README shows of heal check is what it prints")
class ReadmeSampleTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** A command, and the block of what it prints. */
    private static final Pattern SAMPLE =
            Pattern.compile("HealCheck --profile healed\n```.*?```\n(inventory .*?)```", Pattern.DOTALL);

    @Test
    void of_the_demo() throws IOException {
        Matcher sample = SAMPLE.matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(sample.find()).isTrue();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);

        int status = HealCheck.run(
                new String[] {"--profile", "healed"}, printed, printed, ROOT.resolve("heal-examples"), Map.of());

        assertThat(out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"))
                .isEqualTo(sample.group(1));
        assertThat(status).isZero();
    }
}
