package dev.heal.spring.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With class loaders of their own, because to hide classes from Spring's conditions alone would prove little. */
@DisplayName("Each library that an application need not have may be missing")
@Timeout(120)
class WithoutOptionalJarsTest {

    @ParameterizedTest(name = "without {0}")
    @CsvSource({
        "the actuator,                          spring-boot-(starter-)?actuator.*",
        "anything of the web,                   (tomcat-|jakarta\\.servlet|spring-boot-(tomcat|servlet|web|http)|spring-web).*",
        "Reactor,                               (reactor-|reactive-streams|spring-webflux|spring-boot-(reactor|webflux|netty)).*",
        "Spring Security,                       spring-(boot-)?security.*",
        "Resilience4j's Spring modules,         resilience4j-(spring|annotations|framework|micrometer).*",
        "anything of JDBC,                      (HikariCP|spring-jdbc|spring-tx|spring-boot-(jdbc|sql|transaction)|postgresql).*",
        "SnakeYAML,                             snakeyaml.*",
        "what carries contexts,                  context-propagation.*",
    })
    void the_application_starts_and_heals(String what, String jars) throws Exception {
        Pattern missing = Pattern.compile(jars);
        List<Path> kept = classPath(jar -> !missing.matcher(artifact(jar)).matches());
        assertThat(classPath(jar -> missing.matcher(artifact(jar)).matches()))
                .as("jars are taken away")
                .isNotEmpty();

        try (URLClassLoader classes = new URLClassLoader(
                kept.stream().map(WithoutOptionalJarsTest::url).toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader())) {
            assertThat(start(classes)).isEqualTo("[inventory]");
        }
    }

    private static String start(ClassLoader classes) throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        Properties system = (Properties) System.getProperties().clone();
        thread.setContextClassLoader(classes);
        try {
            return (String) classes.loadClass("dev.heal.spring.start.BareApp")
                    .getMethod("targets")
                    .invoke(null);
        } finally {
            thread.setContextClassLoader(before);
            System.setProperties(system);
        }
    }

    private static List<Path> classPath(Predicate<Path> chosen) {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .map(Path::of)
                .filter(chosen)
                .toList();
    }

    /** Of {@code spring-web-7.0.1.jar} it is {@code spring-web}. */
    private static String artifact(Path jar) {
        return jar.getFileName().toString().replaceFirst("-\\d.*", "");
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (java.net.MalformedURLException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }
}
