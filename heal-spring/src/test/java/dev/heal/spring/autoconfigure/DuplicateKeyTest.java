package dev.heal.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

@DisplayName("A key that stands twice in a YAML file ends the start, and it is said where")
@ExtendWith(OutputCaptureExtension.class)
class DuplicateKeyTest {

    @Test
    void with_the_key_and_both_lines_and_without_a_stack_trace(@TempDir Path directory, CapturedOutput output)
            throws IOException {
        Path file = directory.resolve("application.yml");
        Files.writeString(file, Apps.YAML + "    inventory: { policy: jdbc }\n");
        SpringApplication application = new SpringApplication(Nothing.class);
        application.setWebApplicationType(WebApplicationType.NONE);

        Throwable thrown = catchThrowable(() -> application.run("--spring.config.location=" + file.toUri()));

        assertThat(thrown).isNotNull();
        assertThat(output)
                .contains(
                        "A YAML file has the key inventory twice in one map: again in line 10, column 5, in the map that"
                                + " begins in line 9, column 5")
                .contains("Keep one of the two.")
                .doesNotContain("\tat ");
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
